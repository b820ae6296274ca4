"""What a check looks at."""

from collections.abc import Mapping
from dataclasses import dataclass

from atomos.core.domain.entity import EntityType
from atomos.core.ports.incoming.handler import Handler, HandlerKind
from atomos.core.wiring.declaration import Declaration


@dataclass(frozen=True, slots=True)
class Wired:
    """A service whose signatures are read and resolved, before its plans are compiled."""

    declaration: Declaration
    handlers: tuple[Handler, ...]
    entities: Mapping[type, EntityType]
    unresolved: frozenset[type] = frozenset()
    """The messages of handlers that have faults of their own, told already."""

    def of(self, *kinds: HandlerKind) -> list[Handler]:
        """The handlers of these kinds."""
        return [handler for handler in self.handlers if handler.kind in kinds]

    @property
    def offered(self) -> frozenset[type]:
        """Every class that is offered, message or entity."""
        return frozenset(offer.offered for offer in self.declaration.offers)

    @property
    def returned(self) -> frozenset[type]:
        """Every message that some handler may return."""
        return frozenset(message for handler in self.handlers for message in handler.returns.messages)
