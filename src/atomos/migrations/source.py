"""Writes changes as the source of an Alembic migration that a person can review, right for both databases."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any, get_args

import sqlalchemy as sa

from atomos.core.domain.generated import compile_function
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
from atomos.migrations.search_index import create_search_index, drop_search_index
from atomos.storage.column_types import COLUMN_TYPES, ColumnType
from atomos.storage.path_expression import PathExpression
from atomos.storage.tables import BACKFILL

_COLUMN_TYPES = sorted(each.__name__ for each in COLUMN_TYPES.values())
_STEP = "    "


def migration_source(title: str, revision: str, follows: str | None, changes: Sequence[Change]) -> str:
    """The text of a migration file."""
    body = _body(changes) or f"{_STEP}pass\n"
    head = f'revision = "{revision}"\ndown_revision = {_text(follows)}\n'
    return f'"""{title}."""\n\n{_imports(body)}\n{head}\n\ndef upgrade() -> None:\n{body}'


def compile_changes(changes: Sequence[Change]) -> Callable[[], None]:
    """The same as a function, to be called where Alembic's `op` is at work."""
    body = _body(changes)
    return compile_function(f"{_imports(body)}\ndef upgrade():\n{body}", "upgrade", {}, "sketch of the tables")


def _imports(body: str) -> str:
    used = [name for name in _COLUMN_TYPES if re.search(rf"(?<![\w.]){name}\(", body)]
    lines = ["import sqlalchemy as sa"] if "sa." in body else []
    lines.append("from alembic import op")
    search = [each.__name__ for each in (create_search_index, drop_search_index) if f"{each.__name__}(" in body]
    if search:
        lines.append(f"from {create_search_index.__module__} import {', '.join(search)}")
    if used:
        lines.append(f"from {ColumnType.__module__} import {', '.join(used)}")
    if PathExpression.__name__ in body:
        lines.append(f"from {PathExpression.__module__} import {PathExpression.__name__}")
    return "\n".join(lines) + "\n"


def _body(changes: Sequence[Change]) -> str:
    return "".join(f"{_STEP}{line}\n" for line in _lines(changes))


def _lines(changes: Sequence[Change]) -> Iterator[str]:
    for table, group in groupby(changes, key=_copied_table):
        if table is not None:
            yield from _alter_table(table, [each for each in group if isinstance(each, get_args(ColumnChange))])
            continue
        for change in group:
            match change:
                case CreateTable():
                    yield from _create_table(change)
                case DropTable(name):
                    yield f"op.drop_table({_text(name)})"
                case CreateIndex(index=index):
                    yield _create_index(index)
                case CreateSearchIndex() | DropSearchIndex():
                    yield _search_index(change)
                case DropIndex(table, name):
                    yield f"op.drop_index({_text(name)}, table_name={_text(table)})"


def _copied_table(change: Change) -> str | None:
    return change.table if isinstance(change, get_args(ColumnChange)) else None


def _create_table(change: CreateTable) -> Iterator[str]:
    table = change.table
    yield "op.create_table("
    yield f"{_STEP}{_text(table.name)},"
    for column in table.columns:
        yield f"{_STEP}{_column(column)},"
    yield f"{_STEP}sa.PrimaryKeyConstraint({_text('id')}, name={_text(table.primary_key.name)}),"
    for reference in change.references:
        columns, targets = list(reference.column_keys), [each.target_fullname for each in reference.elements]
        name = _text(reference.name)
        yield f"{_STEP}sa.ForeignKeyConstraint({_texts(columns)}, {_texts(targets)}, name={name}),"
    yield ")"
    for index in sorted(table.indexes, key=lambda each: str(each.name)):
        yield _create_index(index)


def _create_index(index: sa.Index) -> str:
    assert index.table is not None
    keys = [_text(key.name) if isinstance(key, sa.Column) else repr(key) for key in index.expressions]
    unique = ", unique=True" if index.unique else ""
    return f"op.create_index({_text(index.name)}, {_text(index.table.name)}, [{', '.join(keys)}]{unique})"


def _search_index(change: SearchChange) -> str:
    if isinstance(change, DropSearchIndex):
        return f"{drop_search_index.__name__}({_text(change.table)})"
    columns = ", ".join(f"{_text(name)}: {column!r}" for name, column in change.columns.items())
    return f"{create_search_index.__name__}({_text(change.table)}, {{{columns}}}, texts={change.texts})"


def _alter_table(table: str, changes: Sequence[ColumnChange]) -> Iterator[str]:
    for change in changes:
        if isinstance(change, ChangeColumn) and BACKFILL in change.column.info and change.nullable_changes:
            yield from _fill(table, change.column)
    yield f"with op.batch_alter_table({_text(table)}) as table:"
    for change in changes:
        yield _STEP + _alteration(change)
    if afterwards := [line for change in changes if isinstance(change, AddColumn) for line in _afterwards(change)]:
        yield f"with op.batch_alter_table({_text(table)}) as table:"
        yield from (_STEP + line for line in afterwards)


def _alteration(change: ColumnChange) -> str:
    match change:
        case DropReference(name=name):
            return f'table.drop_constraint({_text(name)}, type_="foreignkey")'
        case AddColumn(column=column):
            return f"table.add_column({_column(column, added=True)})"
        case ChangeColumn():
            return _change_column(change)
        case DropColumn(name=name):
            return f"table.drop_column({_text(name)})"
        case AddReference(reference=reference):
            target, columns = _text(reference.referred_table.name), _texts(reference.column_keys)
            return f'table.create_foreign_key({_text(reference.name)}, {target}, {columns}, ["id"])'


def _afterwards(change: AddColumn) -> Iterator[str]:
    """An added column has a default, or allows None, only until old rows have their value."""
    if BACKFILL in change.column.info:
        yield f"table.alter_column({_text(change.column.name)}, server_default=None)"
    elif change.needs_backfill:
        yield f"table.alter_column({_text(change.column.name)}, nullable=False)"


def _change_column(change: ChangeColumn) -> str:
    arguments = [_text(change.column.name)]
    if change.was is not None:
        assert isinstance(change.column.type, ColumnType)
        cast = f'"{change.column.name}"::{change.column.type.postgresql.partition(" COLLATE")[0]}'
        arguments += [f"type_={change.column.type!r}", f"postgresql_using={cast!r}"]
    if change.nullable_changes:
        arguments.append(f"nullable={change.column.nullable}")
    return f"table.alter_column({', '.join(arguments)})"


def _column(column: sa.Column[Any], *, added: bool = False) -> str:
    default = f", server_default={_default(column)}" if added and BACKFILL in column.info else ""
    nullable = column.nullable or (added and AddColumn("", column).needs_backfill)
    return f"sa.Column({_text(column.name)}, {column.type!r}, nullable={nullable}{default})"


def _default(column: sa.Column[Any]) -> str:
    value = column.info[BACKFILL]
    if isinstance(value, bool):
        return f"sa.{str(value).lower()}()"
    if isinstance(value, bytes):
        return f"sa.literal({value!r}, {column.type!r})"
    return _text(str(value))


def _fill(table: str, column: sa.Column[Any]) -> Iterator[str]:
    name = _text(column.name)
    value = _default(column)
    if not isinstance(column.info[BACKFILL], bool | bytes):
        value = f"sa.literal_column({_text(_quoted(str(column.info[BACKFILL])))})"
    yield f"rows = sa.table({_text(table)}, sa.column({name}, {column.type!r}))"
    yield f"op.execute(rows.update().where(rows.c[{name}].is_(None)).values({{{name}: {value}}}))"


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _texts(names: Sequence[str]) -> str:
    return f"[{', '.join(_text(name) for name in names)}]"


def _text(value: object) -> str:
    """A literal in double quotes, as formatters like it."""
    if not isinstance(value, str):
        return repr(value)
    text = repr(value)
    return text if '"' in value or "\\" in text else f'"{text[1:-1]}"'
