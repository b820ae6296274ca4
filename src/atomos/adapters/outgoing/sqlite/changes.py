"""The changes of a unit of work as SQLite statements, in an order that its immediate foreign keys allow."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from atomos.core.domain.entity import EntityType, Kind
from atomos.core.domain.errors import Invalid, Problem
from atomos.core.ports.outgoing.store import Changes, Delete, Insert, Update
from atomos.storage.columns import CREATED_AT, TYPE, UPDATED_AT, VERSION, quoted
from atomos.storage.hydration import compile_dump
from atomos.storage.references import depths
from atomos.storage.values import ENCODERS, Dialect

_ENCODE = ENCODERS[Dialect.SQLITE]
_encode_instant = _ENCODE[Kind.DATETIME]

Change = Insert | Update | Delete
Write = tuple[str, Callable[[Any], tuple[Any, ...]]]


class Step(NamedTuple):
    """One statement with its values, and the change that it makes; `None` for what follows from a change."""

    sql: str
    values: tuple[Any, ...]
    change: Change | None


class Index(Protocol):
    """What keeps the index of a searchable entity."""

    def put(self, entity: Any) -> Sequence[Step]: ...
    def remove(self, id: Any) -> Sequence[Step]: ...


class Writes:
    """Makes the steps of a unit of work. Lives as long as the store; statements are kept by their shape."""

    def __init__(self, entity_types: Sequence[EntityType], indexes: Mapping[type, Index]) -> None:
        self._indexes = indexes
        self._depths = depths(entity_types)
        self._inserts: dict[type, Write] = {}
        self._updates: dict[tuple[type, tuple[str, ...]], Write] = {}

    def steps(self, changes: Changes) -> list[Step]:
        """What to execute, in order. Raises: Invalid, naming every bad value of the unit."""
        at = _encode_instant(changes.at)
        try:
            steps = [self._insert(change, at) for change in self._referred_to_first(changes.inserts)]
            steps += [self._update(change, at) for change in changes.updates]
        except Invalid:
            raise self._all_invalid(changes, at) from None
        steps += [_delete(change) for change in self._referred_to_last(changes.deletes)]
        return [*steps, *self._indexing(changes)] if self._indexes else steps

    def _indexing(self, changes: Changes) -> Iterator[Step]:
        written: list[Insert | Update] = [*changes.inserts, *changes.updates]
        for change in written:
            if index := self._indexes.get(change.type.cls):
                yield from index.put(change.entity)
        for delete in changes.deletes:
            if index := self._indexes.get(delete.type.cls):
                yield from index.remove(delete.id)

    def _insert(self, change: Insert, at: str) -> Step:
        write = self._inserts.get(change.type.cls)
        if write is None:
            write = self._inserts[change.type.cls] = _compile_insert(change.type)
        return Step(write[0], (*write[1](change.entity), at, at), change)

    def _update(self, change: Update, at: str) -> Step:
        key = (change.type.cls, change.fields)
        write = self._updates.get(key)
        if write is None:
            write = self._updates[key] = _compile_update(change.type, change.fields)
        return Step(write[0], (at, *write[1](change.entity), change.version), change)

    def _referred_to_first(self, inserts: Sequence[Insert]) -> Sequence[Insert]:
        return sorted(inserts, key=lambda each: self._depths.get(each.type, 0)) if len(inserts) > 1 else inserts

    def _referred_to_last(self, deletes: Sequence[Delete]) -> Sequence[Delete]:
        return sorted(deletes, key=lambda each: -self._depths.get(each.type, 0)) if len(deletes) > 1 else deletes

    def _all_invalid(self, changes: Changes, at: str) -> Invalid:
        problems: list[Problem] = []
        written: list[Insert | Update] = [*changes.inserts, *changes.updates]
        for change in written:
            try:
                self._insert(change, at) if isinstance(change, Insert) else self._update(change, at)
            except Invalid as error:
                problems += error.problems
        return Invalid(problems)


def _delete(change: Delete) -> Step:
    sql = f'DELETE FROM {quoted(change.type.collection)} WHERE "id" = ? AND "{VERSION}" = ?'
    return Step(sql, (_ENCODE[change.type.id.kind](change.id), change.version), change)


def _compile_insert(entity_type: EntityType) -> Write:
    columns = [field.name for field in entity_type.fields]
    if entity_type.polymorphic:
        columns.append(TYPE)
    names = ", ".join(quoted(name) for name in (*columns, CREATED_AT, UPDATED_AT, VERSION))
    marks = "?, " * (len(columns) + 2)
    sql = f"INSERT INTO {quoted(entity_type.collection)} ({names}) VALUES ({marks}1)"
    return sql, compile_dump(entity_type, columns, Dialect.SQLITE)


def _compile_update(entity_type: EntityType, fields: tuple[str, ...]) -> Write:
    changed = "".join(f", {quoted(name)} = ?" for name in fields)
    sql = (
        f'UPDATE {quoted(entity_type.collection)} SET "{UPDATED_AT}" = ?, "{VERSION}" = "{VERSION}" + 1{changed} '
        f'WHERE "id" = ? AND "{VERSION}" = ?'
    )
    return sql, compile_dump(entity_type, (*fields, "id"), Dialect.SQLITE)
