"""The entities of one type, with the indexes that find them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from atomos.adapters.outgoing.memory.equality import equalities
from atomos.adapters.outgoing.memory.lookup import Key, Lookup
from atomos.core.domain.entity import EntityType, Index
from atomos.core.domain.errors import AlreadyExists
from atomos.core.domain.rule import Condition
from atomos.core.ports.outgoing.store import Kept


@dataclass(frozen=True, slots=True)
class Row:
    """One entity as it is kept.

    `entity` is the store's own, for rules and indexes to look at; what is handed out is made from `values`.
    """

    entity: Any
    values: tuple[Any, ...]
    version: int
    created_at: datetime
    updated_at: datetime


class Table:
    """The rows of one entity type by id. What a change costs does not depend on how many there are."""

    def __init__(self, entity_type: EntityType) -> None:
        self.type = entity_type
        self.rows: dict[Any, Row] = {}
        references = (Index((name,)) for name in entity_type.references)
        self._lookups = [Lookup(index) for index in (*entity_type.indexes, *references)]

    def replace(self, id: Any, row: Row | None) -> None:
        """Put the row in the place of what stands under the id; `None` removes it.

        Raises: AlreadyExists (a value of a unique index), with nothing replaced.
        """
        before = self.rows.get(id)
        keys = [(lookup, _key(lookup, before), _key(lookup, row)) for lookup in self._lookups]
        moves = [(lookup, old, new) for lookup, old, new in keys if old != new]
        for lookup, _, new in moves:
            if lookup.refuses(new):
                raise AlreadyExists(self.type.name, lookup.index.paths)
        for lookup, old, new in moves:
            lookup.move(id, old, new)
        if row is None:
            self.rows.pop(id, None)
        else:
            self.rows[id] = row

    def kept(self, row: Row) -> Kept:
        """The row as the caller's own."""
        return Kept(self.type.restore(type(row.entity), row.values), row.version)

    def refers(self, field: str, id: Any) -> bool:
        """Whether an entity here holds that id in a field that is declared a reference."""
        return any(lookup.ids((id,)) for lookup in self._lookups if lookup.index.paths == (field,))

    def meeting(self, conditions: Sequence[Condition]) -> list[Row]:
        """The rows that meet all conditions, in no particular order."""
        return [row for row in self._candidates(conditions) if all(c.holds(row.entity) for c in conditions)]

    def _candidates(self, conditions: Sequence[Condition]) -> Iterable[Row]:
        """The rows worth looking at: those that an index names, where the conditions give values for it."""
        wanted = equalities(conditions)
        if "id" in wanted:
            return [self.rows[wanted["id"]]] if wanted["id"] in self.rows else []
        for lookup in self._lookups:
            if wanted.keys() >= set(lookup.index.paths):
                ids = lookup.ids([wanted[path] for path in lookup.index.paths])
                return [self.rows[id] for id in ids]
        return self.rows.values()


def _key(lookup: Lookup, row: Row | None) -> Key | None:
    return None if row is None else lookup.key(row.entity)
