"""What the hand-written application asks of a database."""

from typing import Protocol
from uuid import UUID

from benchmarks.domain import Applied, JobPosted, Posting


class Store(Protocol):
    """Keeps postings, and the outbox rows of their events, each pair in one durable commit."""

    delivered: int
    """How many events were handed to a listener."""

    async def open(self) -> None: ...
    async def close(self) -> None: ...
    async def insert(self, posting: Posting, event: JobPosted) -> None: ...

    async def apply(self, id: UUID, applicant: str) -> tuple[Posting, Applied]:
        """Load, change and save. Raises: LookupError."""
        ...

    async def get(self, id: UUID) -> Posting | None: ...
    async def newest(self, employment: str, limit: int) -> list[Posting]: ...
