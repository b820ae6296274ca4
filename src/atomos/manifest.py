"""The manifest: the one description of a service that every renderer, check and document reads."""

from dataclasses import dataclass, field
from typing import Any

from atomos.core.domain.entity import EntityType
from atomos.core.ports.incoming.handler import Handler, HandlerKind, Plan
from atomos.core.ports.incoming.offer import EntityOffer, MessageOffer
from atomos.core.wiring.discovery import Finding


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a service is, after its declaration was read and checked. Immutable; made once at build time.

    `plans` holds one plan per command or query, `reactions` the plans that follow each event, in the order found.
    `findings` tell for each function and class looked at why it is, or is not, part of the service.
    """

    service: str
    entities: tuple[EntityType, ...]
    plans: dict[type, Plan]
    reactions: dict[type, tuple[Plan, ...]]
    message_offers: tuple[MessageOffer, ...]
    entity_offers: tuple[EntityOffer, ...]
    errors: dict[type[Exception], type[Exception]] = field(default_factory=dict)
    mounts: tuple[tuple[str, Any], ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def handlers(self) -> tuple[Handler, ...]:
        """All handlers: actions, queries, then reactions."""
        first = sorted(self.plans.values(), key=lambda plan: plan.handler.kind is HandlerKind.QUERY)
        return tuple(plan.handler for plan in (*first, *(p for plans in self.reactions.values() for p in plans)))

    def entity(self, cls: type) -> EntityType:
        """The description of an entity class. Raises: KeyError."""
        for entity in self.entities:
            if cls in entity.variants.values():
                return entity
        raise KeyError(cls)
