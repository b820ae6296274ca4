"""Time and identity, as ports: a test brings its own."""

from datetime import datetime
from typing import Protocol
from uuid import UUID


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


class Ids(Protocol):
    """Makes identities."""

    def new(self) -> UUID:
        """An id that no one had before; a later one sorts after an earlier one."""
        ...
