"""An index in memory: which entities have these values."""

from collections.abc import Collection
from enum import Enum
from typing import Any

from atomos.core.domain.entity import Index
from atomos.core.ports.outgoing.ordering import value_at

Key = tuple[Any, ...]


class Lookup:
    """The ids of entities by the values at the paths of an index, for one table.

    As in SQL, `None` equals nothing: an entity that lacks one of the values is not listed.
    """

    def __init__(self, index: Index) -> None:
        self.index = index
        self._ids: dict[Key, set[Any]] = {}

    def ids(self, values: Key) -> Collection[Any]:
        """The ids of the entities with these values, one for each path."""
        return self._ids.get(tuple(map(_stored, values)), ())

    def rival(self, entity: Any) -> Any | None:
        """The id of another entity that has the same values already, although the index is unique."""
        if not self.index.unique or (key := self._key(entity)) is None:
            return None
        return next((id for id in self._ids.get(key, ()) if id != entity.id), None)

    def add(self, entity: Any) -> None:
        """List the entity."""
        if (key := self._key(entity)) is not None:
            self._ids.setdefault(key, set()).add(entity.id)

    def remove(self, entity: Any) -> None:
        """List the entity no longer."""
        if (key := self._key(entity)) is None:
            return
        ids = self._ids[key]
        ids.discard(entity.id)
        if not ids:
            del self._ids[key]

    def _key(self, entity: Any) -> Key | None:
        key = tuple(value_at(entity, path) for path in self.index.paths)
        return None if None in key else key


def _stored(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value
