"""Handlers and their needs: what the signatures of a service say."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from atomos.core.domain.entity import EntityType


class HandlerKind(Enum):
    """What a handler is, told by the name of its first parameter."""

    ACTION = "command"
    QUERY = "query"
    REACTION = "event"


@dataclass(frozen=True, slots=True)
class Need:
    """One injected parameter and how it is met, in words that `explain` shows."""

    parameter: str
    annotation: Any
    how: str


@dataclass(frozen=True, slots=True)
class Loaded(Need):
    """An entity, loaded by a field of the message.

    `by` is the field of the message, `field` the field of the entity (its id or a unique one); an optional one may be
    missing.
    """

    entity: EntityType
    by: str
    field: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Provided(Need):
    """A port, met by an adapter; `slot` is its place in the container."""

    slot: int
    per_unit: bool = False


@dataclass(frozen=True, slots=True)
class Collection(Need):
    """A repository of an entity."""

    entity: EntityType


@dataclass(frozen=True, slots=True)
class Searching(Need):
    """The search of an entity."""

    entity: EntityType


@dataclass(frozen=True, slots=True)
class Reins(Need):
    """The unit of work itself."""


@dataclass(frozen=True, slots=True)
class Ambient(Need):
    """A value of the moment: `now`, `today`, `new_id`, `actor`, `envelope`; `optional` allows an absent actor."""

    optional: bool = True


@dataclass(frozen=True, slots=True)
class Default(Need):
    """The default of the parameter itself."""


@dataclass(frozen=True, slots=True)
class Returns:
    """What a handler's return annotation promises; empty sets where there is none.

    `annotation` is `...` where the function declares nothing.
    """

    annotation: Any = ...
    entities: tuple[EntityType, ...] = ()
    messages: tuple[type, ...] = ()


@dataclass(frozen=True, slots=True)
class Handler:
    """A function that handles a message, with all that its signature says.

    `place` is `module.py:line`; `pure` tells that it is a plain `def`, so that it may be run again after a lost race.
    """

    kind: HandlerKind
    function: Callable[..., Any]
    message: type
    parameter: str
    needs: tuple[Need, ...]
    returns: Returns
    place: str
    pure: bool

    @property
    def name(self) -> str:
        """The name of the function."""
        return self.function.__name__

    @property
    def loaded(self) -> tuple[Loaded, ...]:
        """The entities that it loads, in order."""
        return tuple(need for need in self.needs if isinstance(need, Loaded))


@dataclass(frozen=True, slots=True)
class Plan:
    """A handler compiled. `steps` tell in words what `source` does.

    `run(message, call, uow, scope)` returns what the handler answers, awaited unless the plan is `light`: such a one
    needs no unit of work, and returns at once what the function does.
    """

    handler: Handler
    run: Callable[..., Any] = field(repr=False)
    source: str = field(repr=False)
    steps: tuple[str, ...] = ()
    light: bool = False
