"""A call: one message being handled, with all that belongs to it but the domain."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from atomos.core.domain.envelope import Envelope
from atomos.core.ports.incoming.door import Once
from atomos.core.ports.incoming.guard import check_actor
from atomos.core.ports.outgoing.clock import Ids


@dataclass(slots=True)
class Call:
    """Who asks, when, and under which conditions. Lives as long as the handling of the message, all attempts included.

    `trusted` calls come from the service itself (a reaction's command) and meet no policy.
    """

    message: Any
    actor: Any
    now: datetime
    ids: Ids
    trusted: bool = False
    expected_version: int | None = None
    once: Once | None = None
    correlation_id: UUID | None = None
    known_envelope: Envelope | None = field(default=None, repr=False)

    @property
    def envelope(self) -> Envelope:
        """The envelope of the message, made when it is first asked for."""
        if self.known_envelope is None:
            id = self.ids.new()
            self.known_envelope = Envelope(id, self.message, self.now, self.correlation_id or id)
        return self.known_envelope

    def actor_of(self, types: tuple[type, ...]) -> Any:
        """The actor, if it is of one of these classes. Raises: Unauthenticated, Forbidden."""
        check_actor(self.actor, types)
        return self.actor
