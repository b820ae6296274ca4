"""All entities of a store in memory: what a database would do with them, step by step and without waiting."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from atomos.adapters.outgoing.memory.search import MemorySearch
from atomos.adapters.outgoing.memory.table import Row, Table
from atomos.core.domain.entity import EntityType
from atomos.core.domain.errors import AlreadyExists, Conflict, Invalid, Problem, StillReferenced
from atomos.core.domain.rule import Condition
from atomos.core.ports.outgoing.ordering import comes_after, in_order, sort_values
from atomos.core.ports.outgoing.search import Hits, SearchQuery
from atomos.core.ports.outgoing.store import Changes, Insert, Kept, Query, Update
from atomos.storage.values import checked_state


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a commit: what stood there before it, and what stands there after; `None` is nothing."""

    table: Table
    id: Any
    before: Row | None
    after: Row | None


class Image:
    """The tables of a store. No method waits for anything outside, so that nobody sees half of a commit."""

    def __init__(self, entity_types: Iterable[EntityType]) -> None:
        self.tables = tuple(Table(entity_type) for entity_type in entity_types)
        self._by_class = {cls: table for table in self.tables for cls in table.type.variants.values()}
        self._by_class |= {table.type.cls: table for table in self.tables}
        self._searches = {table.type.cls: MemorySearch(table.type) for table in self.tables if table.type.searchable}
        self._referring: dict[Table, list[tuple[Table, str]]] = {table: [] for table in self.tables}
        for table in self.tables:
            for field, cls in table.type.references.items():
                self._referring[self._by_class[cls]].append((table, field))

    def get(self, entity_type: EntityType, ids: Sequence[Any]) -> list[Kept]:
        """Those of the ids that exist."""
        table = self._by_class[entity_type.cls]
        return [table.kept(table.rows[id]) for id in dict.fromkeys(ids) if id in table.rows]

    def find(self, entity_type: EntityType, query: Query) -> list[Kept]:
        """What the query asks for, in its order."""
        table = self._by_class[entity_type.cls]
        entities = [row.entity for row in table.meeting(query.conditions)]
        if query.after is not None:
            seen = query.after
            entities = [e for e in entities if comes_after(sort_values(e, query.order), seen, query.order)]
        return [table.kept(table.rows[e.id]) for e in in_order(entities, query.order)[: query.limit]]

    def count(self, entity_type: EntityType, conditions: Sequence[Condition]) -> int:
        """How many entities meet all conditions."""
        return len(self._by_class[entity_type.cls].meeting(conditions))

    async def search(self, entity_type: EntityType, query: SearchQuery) -> Hits:
        """What the query asks for."""
        return await self._searches[entity_type.cls].search(self._by_class[entity_type.cls], query)

    def broken_references(self, table: Table, entity: Any) -> Iterator[str]:
        """The fields in which the entity holds the id of one that does not exist."""
        for field, cls in table.type.references.items():
            target = getattr(entity, field, None)
            if target is not None and target not in self._by_class[cls].rows:
                yield field

    def apply(self, changes: Changes) -> list[Step]:
        """Make all changes, or none; the steps tell what was done.

        Raises: Conflict, AlreadyExists, StillReferenced, Invalid.
        """
        values = _checked_values(changes)
        steps: list[Step] = []
        try:
            for step in self._plan(changes, values):
                step.table.replace(step.id, step.after)
                steps.append(step)
            self._check_references(steps)
        except BaseException:
            self.undo(steps)
            raise
        return steps

    def undo(self, steps: Sequence[Step]) -> None:
        """Take back what `apply` did."""
        for step in reversed(steps):
            step.table.replace(step.id, step.before)

    def redo(self, steps: Sequence[Step]) -> None:
        """Do again what was taken back, as nothing else was done meanwhile."""
        for step in steps:
            step.table.replace(step.id, step.after)

    def _plan(self, changes: Changes, values: Sequence[tuple[Any, ...]]) -> Iterator[Step]:
        """The steps in their order, each planned when the one before it is done."""
        kept = iter(values)
        for insert in changes.inserts:
            yield self._insertion(insert, next(kept), changes)
        for update in changes.updates:
            yield self._update(update, next(kept), changes)
        for delete in changes.deletes:
            table = self._by_class[delete.type.cls]
            yield Step(table, delete.id, _unchanged(table, delete.id, delete.version), None)

    def _insertion(self, insert: Insert, values: tuple[Any, ...], changes: Changes) -> Step:
        table = self._by_class[insert.type.cls]
        entity = table.type.restore(type(insert.entity), values)
        if entity.id in table.rows:
            raise AlreadyExists(table.type.name, ("id",))
        return Step(table, entity.id, None, Row(entity, values, 1, changes.at, changes.at))

    def _update(self, update: Update, values: tuple[Any, ...], changes: Changes) -> Step:
        table = self._by_class[update.type.cls]
        before = _unchanged(table, update.entity.id, update.version)
        merged = tuple(
            new if field.name in update.fields else old
            for field, new, old in zip(table.type.fields, values, before.values, strict=True)
        )
        entity = table.type.restore(type(before.entity), merged)
        after = Row(entity, merged, before.version + 1, before.created_at, changes.at)
        return Step(table, entity.id, before, after)

    def _check_references(self, steps: Sequence[Step]) -> None:
        """After all steps, so that the entities of a unit of work may refer to each other in any order."""
        for step in steps:
            if step.id in step.table.rows:
                for field in self.broken_references(step.table, step.table.rows[step.id].entity):
                    raise StillReferenced(step.table.type.name, (field,))
            else:
                self._check_unreferenced(step.table, step.id)

    def _check_unreferenced(self, table: Table, id: Any) -> None:
        for referring, field in self._referring[table]:
            if referring.refers(field, id):
                raise StillReferenced(referring.type.name, (field,))


def _checked_values(changes: Changes) -> list[tuple[Any, ...]]:
    """The states of what is inserted, then of what is updated.

    Raises: Invalid, naming every bad value of the unit of work.
    """
    written: list[Insert | Update] = [*changes.inserts, *changes.updates]
    values, problems = [], list[Problem]()
    for change in written:
        try:
            state = change.type.state(change.entity)
            values.append(checked_state(change.type, state, type(change.entity)))
        except Invalid as error:
            problems += error.problems
    if problems:
        raise Invalid(problems)
    return values


def _unchanged(table: Table, id: Any, version: int) -> Row:
    row = table.rows.get(id)
    if row is None or row.version != version:
        raise Conflict
    return row
