"""The changes of a unit of work as SQLite statements, in an order that its immediate foreign keys allow."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

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
    """One statement with its values, and the change that it makes."""

    sql: str
    values: tuple[Any, ...]
    change: Change


class Writes:
    """Makes the steps of a unit of work. Lives as long as the store; statements are kept by their shape."""

    def __init__(self, entity_types: Sequence[EntityType]) -> None:
        self._depths = depths(entity_types)
        self._insert = lru_cache(1024)(_insert)
        self._update = lru_cache(1024)(_update)

    def steps(self, changes: Changes) -> list[Step]:
        """What to execute, in order. Raises: Invalid, naming every bad value of the unit."""
        at = _encode_instant(changes.at)
        steps: list[Step] = []
        problems: list[Problem] = []
        for change in self._ordered(changes):
            try:
                steps.append(self._step(change, at))
            except Invalid as error:
                problems += error.problems
        if problems:
            raise Invalid(problems)
        return steps

    def _ordered(self, changes: Changes) -> Iterator[Change]:
        """What is referred to is inserted first and deleted last."""
        inserts, deletes = changes.inserts, changes.deletes
        if len(inserts) > 1:
            inserts = sorted(inserts, key=lambda change: self._depths[change.type])
        if len(deletes) > 1:
            deletes = sorted(deletes, key=lambda change: -self._depths[change.type])
        yield from inserts
        yield from changes.updates
        yield from deletes

    def _step(self, change: Change, at: str) -> Step:
        if isinstance(change, Insert):
            sql, dump = self._insert(change.type)
            return Step(sql, (*dump(change.entity), at, at), change)
        if isinstance(change, Update):
            sql, dump = self._update(change.type, change.fields)
            return Step(sql, (*dump(change.entity), at, _id(change.type, change.entity.id), change.version), change)
        table, own_id = quoted(change.type.collection), _id(change.type, change.id)
        return Step(f'DELETE FROM {table} WHERE "id" = ? AND "{VERSION}" = ?', (own_id, change.version), change)


def _id(entity_type: EntityType, value: Any) -> Any:
    return _ENCODE[entity_type.id.kind](value)


def _insert(entity_type: EntityType) -> Write:
    columns = [field.name for field in entity_type.fields]
    if entity_type.polymorphic:
        columns.append(TYPE)
    names = ", ".join(quoted(name) for name in (*columns, CREATED_AT, UPDATED_AT, VERSION))
    marks = "?, " * (len(columns) + 2)
    sql = f"INSERT INTO {quoted(entity_type.collection)} ({names}) VALUES ({marks}1)"
    return sql, compile_dump(entity_type, columns, Dialect.SQLITE)


def _update(entity_type: EntityType, fields: tuple[str, ...]) -> Write:
    changed = "".join(f"{quoted(name)} = ?, " for name in fields)
    sql = (
        f'UPDATE {quoted(entity_type.collection)} SET {changed}"{UPDATED_AT}" = ?, "{VERSION}" = "{VERSION}" + 1 '
        f'WHERE "id" = ? AND "{VERSION}" = ?'
    )
    return sql, compile_dump(entity_type, fields, Dialect.SQLITE)
