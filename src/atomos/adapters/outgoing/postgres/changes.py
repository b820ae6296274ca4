"""The changes of a unit of work as one statement with its values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from atomos.adapters.outgoing.postgres.commit_statement import Shape, commit_statement
from atomos.adapters.outgoing.postgres.indexing import IndexWrites
from atomos.core.domain.entity import EntityType, Kind
from atomos.core.domain.errors import Invalid, Problem
from atomos.core.ports.outgoing.store import Changes, Delete, Insert, Update
from atomos.storage.columns import TYPE
from atomos.storage.hydration import compile_dump
from atomos.storage.values import ENCODERS, Dialect

_ENCODE = ENCODERS[Dialect.POSTGRES]
_encode_instant = _ENCODE[Kind.DATETIME]

Change = Insert | Update | Delete
Row = tuple[Any, ...]
Key = tuple[Literal["insert", "update", "delete"], type, tuple[str, ...]]
"""What is done to entities of which class, and the fields that an update writes."""

Indexing = tuple[type, Literal["put", "remove"], int]
"""What is done to the index of which class, and the number of its first parameter."""


@dataclass(slots=True)
class Part:
    """One thing that is done to one table."""

    type: EntityType
    columns: tuple[str, ...]
    dump: Callable[[Any], Row]


class Writes:
    """Makes the statement of a unit of work. Lives as long as the store; statements are kept by their shape."""

    def __init__(self, indexes: Mapping[type, IndexWrites]) -> None:
        self._indexes = indexes
        self._statement = lru_cache(1024)(self._compile)
        self._parts: dict[Key, Part] = {}

    def statement(self, changes: Changes) -> tuple[str, list[Any]]:
        """What to execute, and with which values. Raises: Invalid, naming every bad value of the unit."""
        rows: dict[Key, list[Row]] = {}
        try:
            for update in changes.updates:
                key: Key = ("update", update.type.cls, update.fields)
                row = (*self._part(key, update).dump(update.entity), update.version)
                rows.setdefault(key, []).append(row)
            for delete in changes.deletes:
                key = ("delete", delete.type.cls, ())
                self._part(key, delete)
                row = (_ENCODE[delete.type.id.kind](delete.id), delete.version)
                rows.setdefault(key, []).append(row)
            for insert in changes.inserts:
                key = ("insert", insert.type.cls, ())
                rows.setdefault(key, []).append(self._part(key, insert).dump(insert.entity))
        except Invalid:
            raise self._all_invalid(changes) from None
        values = [_encode_instant(changes.at)]
        for key, of_one_key in rows.items():
            values += of_one_key[0] if len(of_one_key) == 1 else _arrays(of_one_key, ordered=key[0] != "insert")
        indexing = self._indexing(changes, values) if self._indexes else ()
        return self._statement(
            tuple([(key, len(of_one_key) > 1) for key, of_one_key in rows.items()]), indexing
        ), values

    def _indexing(self, changes: Changes, values: list[Any]) -> tuple[Indexing, ...]:
        """What is done to indexes; its parameters go behind the other values."""
        done: list[Indexing] = []
        written: list[Insert | Update] = [*changes.inserts, *changes.updates]
        for cls, index in self._indexes.items():
            put = [each.entity for each in written if each.type.cls is cls]
            removed = [each.id for each in changes.deletes if each.type.cls is cls]
            if put:
                done.append((cls, "put", len(values) + 1))
                values += index.put_values(put)
            if removed:
                done.append((cls, "remove", len(values) + 1))
                values += index.remove_values(removed)
        return tuple(done)

    def _part(self, key: Key, change: Change) -> Part:
        part = self._parts.get(key)
        if part is None:
            part = self._parts[key] = _part(key, change.type)
        return part

    def _compile(self, keys: Sequence[tuple[Key, bool]], indexing: Sequence[Indexing]) -> str:
        parts = [(key[0], self._parts[key], several) for key, several in keys]
        shapes = [Shape(verb, part.type, part.columns, several) for verb, part, several in parts]
        clauses: list[str] = []
        for position, (cls, verb, first) in enumerate(indexing):
            index, name = self._indexes[cls], f"i{position}"
            clauses += index.put_clauses(name, first) if verb == "put" else index.remove_clauses(name, first)
        return commit_statement(shapes, clauses)

    def _all_invalid(self, changes: Changes) -> Invalid:
        problems: list[Problem] = []
        written: list[Insert | Update] = [*changes.updates, *changes.inserts]
        for change in written:
            fields = change.fields if isinstance(change, Update) else _columns(change.type)
            try:
                compile_dump(change.type, fields, Dialect.POSTGRES)(change.entity)
            except Invalid as error:
                problems += error.problems
        return Invalid(problems)


def _part(key: Key, entity_type: EntityType) -> Part:
    verb, _, fields = key
    columns = _columns(entity_type) if verb == "insert" else fields
    dumped = columns if verb == "insert" else (*columns, "id")
    return Part(entity_type, columns, compile_dump(entity_type, dumped, Dialect.POSTGRES))


def _columns(entity_type: EntityType) -> tuple[str, ...]:
    names = tuple(field.name for field in entity_type.fields)
    return (*names, TYPE) if entity_type.polymorphic else names


def _arrays(rows: list[Row], *, ordered: bool) -> Sequence[list[Any]]:
    """One array per column; rows that are locked come in the order of their ids, so that nobody waits in a circle."""
    if ordered:
        rows.sort(key=lambda row: row[-2])
    return [list(column) for column in zip(*rows, strict=True)]
