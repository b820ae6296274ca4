"""Offers: the contract of a service with the outside, in messages and entities."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from atomos.core.domain.entity import EntityType
from atomos.core.domain.rule import Rule
from atomos.core.ports.incoming.guard import Guard
from atomos.core.ports.incoming.handler import Handler
from atomos.core.ports.incoming.policy import Who

Present = Callable[[Any, Mapping[str, Any]], Any]
"""Makes what is shown of an entity, with the values of the moment: `actor`, `now`, `today`."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a reader sees of an answer.

    `annotation` is the type that is shown, for schemas: a dataclass, `Page[X]`, `list[X]`, `X | None`, a scalar, or
    `None` for no answer at all. `entity` is set where the answer is one entity, so that it has an identity, a version
    and an address.
    """

    annotation: Any
    entity: EntityType | None = None


@dataclass(frozen=True, slots=True)
class MessageOffer:
    """A command or query that the outside may send.

    `at` is the address the user chose (`"POST /tasks/{task_id}/finish"`), `None` to derive one. `creates` is the
    entity that the action makes new, `acts_on` the one that it loads first, by the field `identified_by` of the
    message. `presents` makes what is shown of the entities in the answer.
    """

    message: type
    handler: Handler
    policy: Who
    guard: Guard
    shape: Shape
    at: str | None = None
    creates: EntityType | None = None
    acts_on: EntityType | None = None
    identified_by: str | None = None
    presents: Mapping[EntityType, Present] | None = None


@dataclass(frozen=True, slots=True)
class EntityOffer:
    """An entity that the outside may read, one by one and as a list.

    `where` are the rules that limit what is visible at all; what they refuse does not exist for the reader.
    `fields` may be filtered and sorted by: those that are shown as they are.
    """

    entity: EntityType
    policy: Who
    guard: Guard
    shape: Shape
    where: tuple[Rule, ...] = ()
    fields: tuple[str, ...] = ()
    at: str | None = None
    present: Present | None = None
