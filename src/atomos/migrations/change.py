"""What can differ between the tables that are there and those that entities need, one class per difference."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.types import TypeEngine

from atomos.storage.column_types import ColumnType
from atomos.storage.search.ddl import Columns
from atomos.storage.tables import BACKFILL


@dataclass(frozen=True, slots=True)
class CreateTable:
    """A new table with its indexes; `references` are those that can be made at once with it."""

    table: sa.Table
    references: tuple[sa.ForeignKeyConstraint, ...]

    def __str__(self) -> str:
        return f"create table {self.table.name}"


@dataclass(frozen=True, slots=True)
class DropTable:
    """A table that no entity has any more."""

    name: str
    columns: frozenset[str]

    def __str__(self) -> str:
        return f"drop table {self.name}"


@dataclass(frozen=True, slots=True)
class AddColumn:
    """A new field."""

    table: str
    column: sa.Column[Any]

    @property
    def needs_backfill(self) -> bool:
        """Whether there is no value for old rows though they need one."""
        return not self.column.nullable and BACKFILL not in self.column.info

    def __str__(self) -> str:
        return f"add column {self.table}.{self.column.name}"


@dataclass(frozen=True, slots=True)
class DropColumn:
    """A field that is gone; `column_type` may have been read from a database."""

    table: str
    name: str
    column_type: TypeEngine[Any]

    def __str__(self) -> str:
        return f"drop column {self.table}.{self.name}"


@dataclass(frozen=True, slots=True)
class ChangeColumn:
    """Another type of a field, or another answer to whether it may be None; `was` is the old type if that changes."""

    table: str
    column: sa.Column[Any]
    was: TypeEngine[Any] | None
    nullable_changes: bool

    @property
    def needs_backfill(self) -> bool:
        """Whether there is no value for old rows that hold None, though they need one."""
        return self.nullable_changes and not self.column.nullable and BACKFILL not in self.column.info

    def __str__(self) -> str:
        parts = []
        if self.was is not None:
            parts.append(f"from {type_name(self.was)} to {type_name(self.column.type)}")
        if self.nullable_changes:
            parts.append("to allow None" if self.column.nullable else "to refuse None")
        return f"change column {self.table}.{self.column.name} {' and '.join(parts)}"


@dataclass(frozen=True, slots=True)
class CreateIndex:
    """A new index on a table that is there."""

    table: str
    index: sa.Index

    def __str__(self) -> str:
        return f"create index {self.index.name}"


@dataclass(frozen=True, slots=True)
class DropIndex:
    """An index that is not declared any more."""

    table: str
    name: str

    def __str__(self) -> str:
        return f"drop index {self.name}"


@dataclass(frozen=True, slots=True)
class AddReference:
    """A new foreign key on a table that is there."""

    table: str
    reference: sa.ForeignKeyConstraint

    def __str__(self) -> str:
        return f"add reference {self.reference.name}"


@dataclass(frozen=True, slots=True)
class DropReference:
    """A foreign key that is not declared any more."""

    table: str
    name: str

    def __str__(self) -> str:
        return f"drop reference {self.name}"


@dataclass(frozen=True, slots=True)
class CreateSearchIndex:
    """A new index to search an entity by, or one of a new form; `columns` are those that it has a copy of."""

    table: str
    columns: Columns
    texts: int

    def __str__(self) -> str:
        return f"create search index {self.table}"


@dataclass(frozen=True, slots=True)
class DropSearchIndex:
    """An index that is not declared any more, or of an old form."""

    table: str

    def __str__(self) -> str:
        return f"drop search index {self.table}"


ColumnChange: TypeAlias = DropReference | AddColumn | ChangeColumn | DropColumn | AddReference
"""What SQLite can only do by copying the table."""

SearchChange: TypeAlias = CreateSearchIndex | DropSearchIndex

Change: TypeAlias = CreateTable | DropTable | CreateIndex | DropIndex | SearchChange | ColumnChange


def table_of(change: Change) -> str:
    """The name of the table that changes."""
    match change:
        case CreateTable(table=table):
            return table.name
        case DropTable(name=name):
            return name
    return change.table


def type_name(column_type: TypeEngine[Any]) -> str:
    """The type as a person reads it."""
    if isinstance(column_type, ColumnType):
        return type(column_type).__name__.lower()
    return str(column_type).lower()
