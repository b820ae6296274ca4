"""A clock that tells the time it was told."""

from datetime import UTC, datetime, timedelta


class FixedClock:
    """Stands still until it is set or advanced; implements `Clock`.

    >>> clock = FixedClock(datetime(2024, 2, 28, tzinfo=UTC))
    >>> clock.advance(timedelta(days=1))
    >>> clock.now().isoformat()
    '2024-02-29T00:00:00+00:00'
    """

    def __init__(self, at: datetime = datetime(2020, 1, 1, tzinfo=UTC)) -> None:
        self.set(at)

    def now(self) -> datetime:
        """The instant that was set, in UTC."""
        return self._at

    def set(self, at: datetime) -> None:
        """Let it be that instant. Raises: ValueError (a naive one)."""
        if at.utcoffset() is None:
            raise ValueError(f"{at} has no time zone; write datetime(…, tzinfo=UTC)")
        self._at = at.astimezone(UTC)

    def advance(self, by: timedelta) -> None:
        """Let that much time pass."""
        self._at += by
