"""The text of the one statement that commits, for a shape of changes.

Rows that must be there are updated, or locked to be deleted, and counted first; a count that falls short divides by
zero, which ends the statement before anything is inserted. Inserts read from that guard, so what they number is
numbered under the locks of the rows. Deletes come last: what they let go is not free for the inserts beside them.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from atomos.core.domain.entity import EntityType
from atomos.storage.columns import CREATED_AT, POSTGRES_TYPES, TYPE, UPDATED_AT, VERSION, quoted

AT = "$1::timestamptz"
"""The first parameter of every statement, the time of the changes; selected, as a parameter has to be used."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What tells one part of a statement from another.

    `columns` are those that are written. Of one row each value is a parameter, of several each column is an array.
    The parameters come in the order of `columns`, followed by id and version where the row must be there already.
    """

    verb: Literal["insert", "update", "delete"]
    type: EntityType
    columns: tuple[str, ...]
    several: bool


def commit_statement(shapes: Sequence[Shape], indexing: Sequence[str] = ()) -> str:
    """The statement for changes of these shapes; its parameters come in their order.

    `indexing` are clauses that follow from the changes, with parameters behind those.
    """
    numbers = itertools.count(2)
    parts = [_Part(f"p{position}", shape, _parameters(shape, numbers)) for position, shape in enumerate(shapes)]
    inserts = [part for part in parts if part.shape.verb == "insert"]
    guarded = [part for part in parts if part.shape.verb != "insert"]
    clauses = [f"{part.name} AS ({part.guarded()})" for part in guarded]
    if guarded:
        met = " AND ".join(part.met() for part in guarded)
        clauses.append(f"guard AS MATERIALIZED (SELECT 1 / CASE WHEN {met} THEN 1 ELSE 0 END AS passed)")
    clauses += [f"{part.name} AS ({part.insert(behind_guard=bool(guarded))})" for part in inserts]
    after = "".join(f" AND (SELECT count(*) FROM {part.name}) > 0" for part in inserts)
    deletes = [part for part in guarded if part.shape.verb == "delete"]
    clauses += [f"{part.name}_gone AS ({part.delete()}{after})" for part in deletes]
    return f"WITH {', '.join([*clauses, *indexing])} SELECT {AT}{' FROM guard' if guarded else ''}"


def _parameters(shape: Shape, numbers: Iterator[int]) -> list[str]:
    types = [_type_of(shape.type, column) for column in shape.columns]
    if shape.verb != "insert":
        types += [_type_of(shape.type, "id"), "bigint"]
    array = "[]" if shape.several else ""
    return [f"${next(numbers)}::{sql_type}{array}" for sql_type in types]


def _type_of(entity_type: EntityType, column: str) -> str:
    return "text" if column == TYPE else POSTGRES_TYPES[entity_type.field(column).kind]


@dataclass(frozen=True, slots=True)
class _Part:
    """One shape with its parameters; writes the SQL for it."""

    name: str
    shape: Shape
    parameters: Sequence[str]

    def guarded(self) -> str:
        """The rows that must be there: updated, or locked."""
        if self.shape.verb == "delete":
            return f"SELECT 1 FROM {self._table} AS t{self._joined(', ')} WHERE {self._same()} FOR UPDATE OF t"
        columns = zip(self.shape.columns, self._values, strict=False)
        written = [f"{quoted(name)} = {value}" for name, value in columns]
        written += [f'"{VERSION}" = t."{VERSION}" + 1', f'"{UPDATED_AT}" = {AT}']
        source = self._joined(" FROM ")
        return f"UPDATE {self._table} AS t SET {', '.join(written)}{source} WHERE {self._same()} RETURNING 1"

    def met(self) -> str:
        """The condition that as many were there as should be."""
        wanted = f"cardinality({self.parameters[-1]})" if self.shape.several else "1"
        return f"(SELECT count(*) FROM {self.name}) = {wanted}"

    def insert(self, *, behind_guard: bool) -> str:
        """Rows that are new."""
        columns = ", ".join(quoted(name) for name in (*self.shape.columns, CREATED_AT, UPDATED_AT, VERSION))
        source = self._joined(" FROM ")
        if behind_guard:
            source += ", guard" if source else " FROM guard"
        values = ", ".join(self._values)
        return f"INSERT INTO {self._table} ({columns}) SELECT {values}, {AT}, {AT}, 1{source} RETURNING 1"

    def delete(self) -> str:
        """The rows that were locked."""
        return f"DELETE FROM {self._table} AS t{self._joined(' USING ')} WHERE {self._same()}"

    @property
    def _table(self) -> str:
        return quoted(self.shape.type.collection)

    @property
    def _values(self) -> Sequence[str]:
        return [f"d.d{n}" for n in range(len(self.parameters))] if self.shape.several else self.parameters

    def _joined(self, word: str) -> str:
        """Arrays as a table `d`, behind the word that joins it."""
        if not self.shape.several:
            return ""
        names = ", ".join(f"d{n}" for n in range(len(self.parameters)))
        return f"{word}unnest({', '.join(self.parameters)}) AS d({names})"

    def _same(self) -> str:
        return f't."id" = {self._values[-2]} AND t."{VERSION}" = {self._values[-1]}'
