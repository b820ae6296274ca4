"""A call: one message being handled, with all that belongs to it but the domain."""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

from atomos.core.domain.envelope import Envelope
from atomos.core.ports.incoming.door import Once
from atomos.core.ports.incoming.guard import check_actor
from atomos.core.ports.outgoing.clock import Clock, Ids


class Call:
    """Who asks, when, and under which conditions. Lives as long as the handling of the message, all attempts included.

    Made for every message, so what most do not have is a default of the class, and the time and the envelope are made
    when they are first asked for.
    """

    expected_version: int | None = None
    once: Once | None = None
    origin: UUID | None = None
    """The correlation that a renderer brings along."""
    actor: Any = None
    cause: "Call | None" = None
    """The call that led to this one."""
    trusted = False
    """Whether the service itself asks; such a call meets no policy."""
    _now: datetime | None = None
    _envelope: Envelope | None = None

    def __init__(self, message: Any, clock: Clock, ids: Ids, actor: Any = None, cause: "Call | None" = None) -> None:
        self.message = message
        self.ids = ids
        self._clock = clock
        if actor is not None:
            self.actor = actor
        if cause is not None:
            if cause.cause is not None:
                cause.close()
            self.cause = cause
            self.trusted = True

    @classmethod
    def again(cls, envelope: Envelope, clock: Clock, ids: Ids) -> Self:
        """A call for a message of the service itself that an earlier process left behind."""
        call = cls(envelope.message, clock, ids)
        call.trusted = True
        call._envelope = envelope
        return call

    @property
    def now(self) -> datetime:
        """The instant of the call, the same one whenever it is asked for."""
        if self._now is None:
            self._now = self._clock.now()
        return self._now

    @property
    def envelope(self) -> Envelope:
        """The envelope of the message."""
        if self._envelope is None:
            id = self.ids.new()
            cause = self.cause.envelope if self.cause else None
            correlation = cause.correlation_id if cause else self.origin or id
            self._envelope = Envelope(id, self.message, self.now, correlation, cause.id if cause else None)
        return self._envelope

    def close(self) -> None:
        """Let go of the call that led to this one, so that no chain of calls grows as long as it goes on."""
        _ = self.envelope
        self.cause = None

    def actor_of(self, types: tuple[type, ...]) -> Any:
        """The actor, if it is of one of these classes. Raises: Unauthenticated, Forbidden."""
        check_actor(self.actor, types)
        return self.actor
