"""The reading half of a session, over an image."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from atomos.adapters.outgoing.memory.image import Image
from atomos.core.domain.entity import EntityType
from atomos.core.domain.rule import Condition
from atomos.core.ports.outgoing.search import Hits, SearchQuery
from atomos.core.ports.outgoing.store import Changes, Kept, Query


class ImageReader:
    """Reads from an image; see `Session`."""

    def __init__(self, image: Image) -> None:
        self._image = image

    async def get(self, entity_type: EntityType, ids: Sequence[Any]) -> list[Kept]:
        """Those of the ids that exist."""
        return self._image.get(entity_type, ids)

    async def find(self, entity_type: EntityType, query: Query) -> list[Kept]:
        """What the query asks for, in its order."""
        return self._image.find(entity_type, query)

    async def count(self, entity_type: EntityType, conditions: Sequence[Condition]) -> int:
        """How many entities meet all conditions."""
        return self._image.count(entity_type, conditions)

    async def search(self, entity_type: EntityType, query: SearchQuery) -> Hits:
        """What the query asks for."""
        return await self._image.search(entity_type, query)


class LockedSession(ImageReader):
    """A session for the one who holds the store's lock; it is told how to commit."""

    def __init__(self, image: Image, commit: Callable[[Changes], Awaitable[None]]) -> None:
        super().__init__(image)
        self._commit = commit

    async def commit(self, changes: Changes) -> None:
        """Apply all changes or none."""
        await self._commit(changes)
