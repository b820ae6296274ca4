"""What SQLite says, in the words of the store port."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from atomos.adapters.outgoing.sqlite.changes import Change, Step
from atomos.core.domain.entity import EntityType
from atomos.core.domain.errors import AlreadyExists, AtomosError, Invalid, Misconfigured, StillReferenced, Unavailable
from atomos.core.ports.outgoing.store import Delete, Insert, Update
from atomos.storage.columns import quoted, unique_fields
from atomos.storage.references import referring
from atomos.storage.values import Dialect, encode

_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_OF_ONE_STATEMENT = frozenset({0, sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_TOOBIG})
_UNIQUE = frozenset({sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY})


def primary_code(error: sqlite3.Error) -> int:
    """The kind of error without its finer points; 0 if SQLite was not asked at all."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def is_busy(error: sqlite3.Error) -> bool:
    """Whether someone else holds the file."""
    return primary_code(error) in _BUSY


def concerns_one(error: sqlite3.Error) -> bool:
    """Whether the statement is to blame and not the database, so that others beside it may go on."""
    return primary_code(error) in _OF_ONE_STATEMENT


def unusable(error: sqlite3.Error, name: str) -> AtomosError:
    """The error of a database that cannot be used as it is, in one sentence."""
    if is_busy(error):
        return Unavailable(f"{name} is locked: another process has been writing to it for too long")
    if primary_code(error) == sqlite3.SQLITE_NOTADB:
        return Misconfigured(f"{name} is not a SQLite database; name another file")
    if primary_code(error) == sqlite3.SQLITE_ERROR:
        return Misconfigured(f"{name} does not fit this service: {error}; run `atomos migrate apply`")
    return Unavailable(f"{name} cannot be used: {error}")


def refusal(
    error: sqlite3.Error, step: Step, connection: sqlite3.Connection, entity_types: Sequence[EntityType]
) -> Exception:
    """The error of one change; the database is asked which reference is broken, as SQLite does not say."""
    if step.change is None:
        return unusable(error, "the search index")
    code = getattr(error, "sqlite_errorcode", 0)
    entity_type = step.change.type
    if code in _UNIQUE:
        return AlreadyExists(entity_type.name, _unique(str(error), entity_type))
    if code == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
        return _broken_reference(step.change, connection, entity_types)
    if code == sqlite3.SQLITE_CONSTRAINT_NOTNULL:
        return Invalid(f"{str(error).rpartition('.')[2]}: must not be None")
    return error


def _unique(message: str, entity_type: EntityType) -> tuple[str, ...]:
    """`UNIQUE constraint failed: tasks.slug, tasks.owner`, or `… failed: index 'uq_…'` of one over expressions."""
    named = message.partition(": ")[2]
    if named.startswith("index "):
        return unique_fields(entity_type, named.removeprefix("index ").strip("'"))
    return tuple(column.rpartition(".")[2] for column in named.split(", "))


def _broken_reference(
    change: Change, connection: sqlite3.Connection, entity_types: Sequence[EntityType]
) -> StillReferenced:
    if not isinstance(change, Delete):
        return StillReferenced(change.type.name, _dangling(change, connection, entity_types))
    own_id = encode(change.type.id.kind, change.id, Dialect.SQLITE)
    for referrer, field in referring(entity_types, change.type):
        if _exists(connection, referrer, field, own_id):
            return StillReferenced(referrer.name, (field,))
    return StillReferenced(change.type.name)


def _dangling(change: Insert | Update, connection: sqlite3.Connection, entity_types: Sequence[EntityType]) -> list[str]:
    """The fields whose ids are nobody's."""
    dangling = []
    tables = {cls: each for each in entity_types for cls in each.variants.values()}
    for name, cls in change.type.references.items():
        value = encode(change.type.field(name).kind, getattr(change.entity, name, None), Dialect.SQLITE)
        if value is not None and cls in tables and not _exists(connection, tables[cls], "id", value):
            dangling.append(name)
    return dangling


def _exists(connection: sqlite3.Connection, entity_type: EntityType, field: str, value: Any) -> bool:
    sql = f"SELECT 1 FROM {quoted(entity_type.collection)} WHERE {quoted(field)} = ? LIMIT 1"
    return connection.execute(sql, (value,)).fetchone() is not None
