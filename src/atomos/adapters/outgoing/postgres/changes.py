"""The changes of a unit of work as one statement with its values."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Literal

from atomos.adapters.outgoing.postgres.commit_statement import Shape, commit_statement
from atomos.core.domain.entity import EntityType, Kind
from atomos.core.domain.errors import Invalid, Problem
from atomos.core.ports.outgoing.store import Changes, Delete, Insert, Update
from atomos.storage.columns import TYPE
from atomos.storage.hydration import compile_dump
from atomos.storage.values import ENCODERS, Dialect

_ENCODE = ENCODERS[Dialect.POSTGRES]

Row = tuple[Any, ...]
Part = tuple[Literal["insert", "update", "delete"], EntityType, tuple[str, ...]]
"""What is done to which table, and the columns that are written."""


class Writes:
    """Makes the statement of a unit of work. Lives as long as the store; statements are kept by their shape."""

    def __init__(self) -> None:
        self._statement = lru_cache(1024)(commit_statement)
        self._dump = lru_cache(1024)(_dump)
        self._columns = lru_cache(1024)(_columns)

    def statement(self, changes: Changes) -> tuple[str, list[Any]]:
        """What to execute, and with which values. Raises: Invalid, naming every bad value of the unit."""
        parts: dict[Part, list[Row]] = {}
        problems: list[Problem] = []
        for part, change in self._guarded_first(changes):
            try:
                parts.setdefault(part, []).append(self._row(part, change))
            except Invalid as error:
                problems += error.problems
        if problems:
            raise Invalid(problems)
        values = [_ENCODE[Kind.DATETIME](changes.at)]
        for (verb, _, _), rows in parts.items():
            values += rows[0] if len(rows) == 1 else _arrays(rows, ordered=verb != "insert")
        shapes = tuple(Shape(*part, several=len(rows) > 1) for part, rows in parts.items())
        return self._statement(shapes), values

    def _guarded_first(self, changes: Changes) -> Iterator[tuple[Part, Insert | Update | Delete]]:
        for update in changes.updates:
            yield ("update", update.type, update.fields), update
        for delete in changes.deletes:
            yield ("delete", delete.type, ()), delete
        for insert in changes.inserts:
            yield ("insert", insert.type, self._columns(insert.type)), insert

    def _row(self, part: Part, change: Insert | Update | Delete) -> Row:
        _, entity_type, columns = part
        if isinstance(change, Delete):
            return (_id(entity_type, change.id), change.version)
        row = self._dump(entity_type, columns)(change.entity)
        return row if isinstance(change, Insert) else (*row, _id(entity_type, change.entity.id), change.version)


def _id(entity_type: EntityType, value: Any) -> Any:
    return _ENCODE[entity_type.id.kind](value)


def _arrays(rows: list[Row], *, ordered: bool) -> Sequence[list[Any]]:
    """One array per column; rows that are locked come in the order of their ids, so that nobody waits in a circle."""
    if ordered:
        rows.sort(key=lambda row: row[-2])
    return [list(column) for column in zip(*rows, strict=True)]


def _columns(entity_type: EntityType) -> tuple[str, ...]:
    names = tuple(field.name for field in entity_type.fields)
    return (*names, TYPE) if entity_type.polymorphic else names


def _dump(entity_type: EntityType, columns: tuple[str, ...]) -> Callable[[Any], Row]:
    return compile_dump(entity_type, columns, Dialect.POSTGRES)
