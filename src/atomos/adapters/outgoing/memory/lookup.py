"""An index in memory: which entities have these values."""

from collections.abc import Collection, Sequence
from typing import Any

from atomos.core.domain.entity import Index
from atomos.core.ports.outgoing.ordering import value_at

Key = tuple[Any, ...]


class Lookup:
    """The ids of entities by the values at the paths of an index, in stored form, for one table.

    As in SQL, `None` equals nothing: an entity that lacks one of the values has no key and is not listed.
    """

    def __init__(self, index: Index) -> None:
        self.index = index
        self._ids: dict[Key, set[Any]] = {}

    def key(self, entity: Any) -> Key | None:
        """The values of an entity."""
        key = tuple([value_at(entity, path) for path in self.index.paths])
        return None if any(value is None for value in key) else key

    def ids(self, values: Sequence[Any]) -> Collection[Any]:
        """The ids of the entities with these values, one for each path."""
        return self._ids.get(tuple(values), ())

    def refuses(self, key: Key | None) -> bool:
        """Whether the index is unique and has that key already."""
        return self.index.unique and key in self._ids

    def move(self, id: Any, old: Key | None, new: Key | None) -> None:
        """List the entity under another key; without one it is not listed."""
        if old is not None:
            ids = self._ids[old]
            ids.remove(id)
            if not ids:
                del self._ids[old]
        if new is not None:
            self._ids.setdefault(new, set()).add(id)
