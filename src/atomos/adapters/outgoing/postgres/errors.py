"""What PostgreSQL and its driver say, in the words of the store port."""

from collections.abc import Sequence

from atomos.adapters.outgoing.postgres.driver import asyncpg
from atomos.core.domain.entity import EntityType
from atomos.core.domain.errors import (
    AlreadyExists,
    AtomosError,
    Conflict,
    Invalid,
    Misconfigured,
    Problem,
    StillReferenced,
    Unavailable,
)
from atomos.storage.columns import unique_fields
from atomos.storage.names import reference_name

LOST = (OSError, TimeoutError, asyncpg.PostgresConnectionError, asyncpg.InternalClientError)
"""Errors of the connection and not of what was sent over it."""

OUTDATED = (asyncpg.InvalidCachedStatementError, asyncpg.OutdatedSchemaCacheError)
"""The tables have changed since a statement was prepared; nothing was executed."""

_RACES = (asyncpg.DivisionByZeroError, asyncpg.SerializationError, asyncpg.DeadlockDetectedError)
_TOO_LONG = (asyncpg.QueryCanceledError, asyncpg.LockNotAvailableError, asyncpg.AdminShutdownError)
_OTHER_TABLES = (asyncpg.UndefinedTableError, asyncpg.UndefinedColumnError, asyncpg.DatatypeMismatchError)


class Translator:
    """Puts errors into words. Lives as long as the store."""

    def __init__(self, entity_types: Sequence[EntityType], place: str) -> None:
        self._types = {each.collection: each for each in entity_types}
        self._place = place

    def translate(self, error: Exception) -> Exception:
        """The error of the store port for one of the driver; others stay as they are."""
        if isinstance(error, AtomosError):
            return error
        if isinstance(error, _RACES):
            return Conflict()
        if isinstance(error, asyncpg.IntegrityConstraintViolationError):
            return self._refusal(error)
        if isinstance(error, _TOO_LONG):
            return Unavailable(f"{self._place} took too long: {error}")
        if isinstance(error, _OTHER_TABLES):
            return Misconfigured(f"{self._place} does not fit this service: {error}; run `atomos migrate apply`")
        if isinstance(error, asyncpg.DataError):
            return Invalid(f"a value cannot be stored: {error}")
        if isinstance(error, (*LOST, asyncpg.InterfaceError, asyncpg.PostgresError)):
            return Unavailable(f"{self._place} cannot be used: {str(error) or type(error).__name__}")
        return error

    def _refusal(self, error: "asyncpg.IntegrityConstraintViolationError") -> Exception:
        constraint, table = error.constraint_name or "", error.table_name or ""
        entity_type = self._types.get(table)
        what = entity_type.name if entity_type else table
        if isinstance(error, asyncpg.UniqueViolationError):
            return AlreadyExists(what, unique_fields(entity_type, constraint) if entity_type else ())
        if isinstance(error, asyncpg.ForeignKeyViolationError):
            return StillReferenced(what, _reference_fields(entity_type, constraint) if entity_type else ())
        if isinstance(error, asyncpg.NotNullViolationError):
            return Invalid([Problem((error.column_name or "",), "must not be None")])
        return Invalid(f"a value cannot be stored: {error}")


def _reference_fields(entity_type: EntityType, constraint: str) -> tuple[str, ...]:
    return tuple(name for name in entity_type.references if reference_name(entity_type, name) == constraint)
