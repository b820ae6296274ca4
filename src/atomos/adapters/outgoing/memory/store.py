"""The store in memory, which behaves like the real ones."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from atomos.adapters.outgoing.memory.image import Image
from atomos.adapters.outgoing.memory.reader import ImageReader, LockedSession
from atomos.core.domain.entity import EntityType
from atomos.core.ports.outgoing.store import Changes, Session


class MemoryStore(ImageReader):
    """Entities in the memory of this process, for tests and for what may be forgotten; implements `Store`.

    What is kept lasts as long as the object, over `close` and `open`. It belongs to one event loop at a time.
    """

    durable = False

    def __init__(self, entity_types: Iterable[EntityType]) -> None:
        super().__init__(Image(entity_types))
        self._turn = asyncio.Lock()

    async def open(self) -> None:
        """Get ready for the running event loop."""
        self._turn = asyncio.Lock()  # a lock stays with the loop in which someone first waited for it

    async def close(self) -> None:
        """Do nothing: there is no connection."""

    async def commit(self, changes: Changes) -> None:
        """Apply all changes or none.

        Raises: Conflict, AlreadyExists, StillReferenced, Invalid.
        """
        async with self._turn:
            await self._apply(changes)

    @asynccontextmanager
    async def locking(self) -> AsyncIterator[Session]:
        """A session that lets nobody else commit until it ends."""
        async with self._turn:
            yield LockedSession(self._image, self._apply)

    async def _apply(self, changes: Changes) -> None:
        self._image.apply(changes)
        if changes.committed is not None:
            changes.committed()
