"""Compares the tables of a database with those that entities need.

What atomos did not make is left alone: tables without the hidden columns, indexes and foreign keys with names of
another form. Server defaults are not compared: atomos sets none that last.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import ReflectedColumn
from sqlalchemy.engine.reflection import Inspector
from sqlalchemy.schema import sort_tables_and_constraints

from atomos.migrations.change import (
    AddColumn,
    AddReference,
    Change,
    ChangeColumn,
    ColumnChange,
    CreateIndex,
    CreateSearchIndex,
    CreateTable,
    DropColumn,
    DropIndex,
    DropReference,
    DropSearchIndex,
    DropTable,
    SearchChange,
)
from atomos.storage.column_types import recognised, same_type
from atomos.storage.columns import CREATED_AT, UPDATED_AT, VERSION
from atomos.storage.search.ddl import kept_columns, text_count
from atomos.storage.search.names import is_search_name
from atomos.storage.tables import SEARCH

_HIDDEN = frozenset({VERSION, CREATED_AT, UPDATED_AT})


def differences(connection: Connection, tables: sa.MetaData) -> tuple[Change, ...]:
    """The changes that turn what is there into `tables`, in an order in which they can be made."""
    inspector = sa.inspect(connection)
    there = set(inspector.get_table_names())
    kept = [table for table in tables.tables.values() if table.name in there]
    return (
        *(drop for table in kept for drop in _dropped_indexes(inspector, table)),
        *_created_tables(tables, there),
        *(change for table in kept for change in _column_changes(inspector, table)),
        *(create for table in kept for create in _created_indexes(inspector, table)),
        *_dropped_tables(inspector, there - tables.tables.keys()),
        *_search_changes(tables, there),
    )


def own_tables(connection: Connection, tables: sa.MetaData) -> frozenset[str]:
    """Those of the tables that are there."""
    return frozenset(tables.tables.keys() & set(sa.inspect(connection).get_table_names()))


def _sorted(tables: list[sa.Table]) -> list[tuple[sa.Table | None, Iterable[sa.ForeignKeyConstraint]]]:
    result: list[tuple[sa.Table | None, Iterable[sa.ForeignKeyConstraint]]]
    result = sort_tables_and_constraints(tables)  # type: ignore[no-untyped-call]  # SQLAlchemy's own
    return result


def _created_tables(tables: sa.MetaData, there: set[str]) -> Iterator[CreateTable | AddReference]:
    """Each after those that it refers to; where they refer to each other, the reference follows."""
    new = [table for table in tables.tables.values() if table.name not in there]
    for table, references in _sorted(new):
        if table is not None:
            yield CreateTable(table, _by_name(references))
        else:
            yield from (AddReference(each.table.name, each) for each in _by_name(references))


def _dropped_tables(inspector: Inspector, names: set[str]) -> Iterator[DropReference | DropTable]:
    """Each before those that it refers to; where they refer to each other, the reference goes first."""
    columns = {name: frozenset(column["name"] for column in inspector.get_columns(name)) for name in names}
    own = {name: there for name, there in columns.items() if there >= _HIDDEN}
    for name, references in reversed(inspector.get_sorted_table_and_fkc_names()):
        if name is None:
            yield from (DropReference(table, str(each)) for table, each in references if table in own)
        elif name in own:
            yield DropTable(name, own[name])


def _search_changes(tables: sa.MetaData, there: set[str]) -> Iterator[SearchChange]:
    """An index whose content is to be another has another name."""
    declared = tables.info[SEARCH]
    for name in sorted(there - declared.keys()):
        if is_search_name(name):
            yield DropSearchIndex(name)
    for name, entity_type in declared.items():
        if name not in there:
            yield CreateSearchIndex(name, kept_columns(entity_type), text_count(entity_type))


def _column_changes(inspector: Inspector, table: sa.Table) -> Iterator[ColumnChange]:
    there = _columns(inspector, table.name)
    references = {str(each.name): each for each in table.foreign_key_constraints}
    targets = {str(each["name"]): each["referred_table"] for each in inspector.get_foreign_keys(table.name)}
    unchanged = {name for name, each in references.items() if targets.get(name) == each.referred_table.name}
    for name in sorted(targets.keys() - unchanged):
        if name.startswith("fk_"):
            yield DropReference(table.name, name)
    for column in table.columns:
        if column.name not in there:
            yield AddColumn(table.name, column)
        elif change := _column_change(table.name, column, there[column.name], inspector.dialect):
            yield change
    for name in (name for name in there if name not in table.columns):
        yield DropColumn(table.name, name, there[name]["type"])
    for name, reference in references.items():
        if name not in unchanged:
            yield AddReference(table.name, reference)


def _column_change(
    table: str, column: sa.Column[Any], there: ReflectedColumn, dialect: sa.Dialect
) -> ChangeColumn | None:
    same = same_type(there["type"], column.type, dialect)
    nullable_changes = there["nullable"] is not column.nullable
    if same and not nullable_changes:
        return None
    return ChangeColumn(table, column, None if same else there["type"], nullable_changes)


def _dropped_indexes(inspector: Inspector, table: sa.Table) -> Iterator[DropIndex]:
    declared = {index.name for index in table.indexes}
    for name in _index_names(inspector, table):
        if name not in declared and name.startswith(("ix_", "uq_")):
            yield DropIndex(table.name, name)


def _created_indexes(inspector: Inspector, table: sa.Table) -> Iterator[CreateIndex]:
    there = _index_names(inspector, table)
    for index in sorted(table.indexes, key=lambda each: str(each.name)):
        if index.name not in there:
            yield CreateIndex(table.name, index)


def _by_name(references: Iterable[sa.ForeignKeyConstraint]) -> tuple[sa.ForeignKeyConstraint, ...]:
    return tuple(sorted(references, key=lambda each: str(each.name)))


def _index_names(inspector: Inspector, table: sa.Table) -> list[str]:
    return [str(index["name"]) for index in inspector.get_indexes(table.name)]


def _columns(inspector: Inspector, table: str) -> dict[str, ReflectedColumn]:
    columns = inspector.get_columns(table)
    for column in columns:
        column["type"] = recognised(column["type"], inspector.dialect)
    return {column["name"]: column for column in columns}
