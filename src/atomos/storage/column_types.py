"""The column types of tables: one for each kind of value, right on SQLite and PostgreSQL alike.

Migration files name them, so their names are kept for good. SQLite cares only for the affinity of a type, and
finds it in the type's name: one of our own (`UUID_TEXT`) keeps it and lets a comparison tell kinds apart.
"""

from collections.abc import Callable
from typing import Any, ClassVar

from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import TypeCompiler
from sqlalchemy.types import TypeEngine, UserDefinedType

from atomos.core.domain.entity import Kind


class ColumnType(UserDefinedType[Any]):
    """A type that renders as `sqlite` or `postgresql` says."""

    sqlite: ClassVar[str]
    postgresql: ClassVar[str]

    def __init_subclass__(cls) -> None:
        cls.cache_ok = True  # SQLAlchemy looks for it in each class itself

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


class Text(ColumnType):
    """Text, ordered by code points."""

    sqlite, postgresql = "TEXT", 'TEXT COLLATE "C"'


class Integer(ColumnType):
    """A whole number of 64 bits."""

    sqlite, postgresql = "INTEGER", "BIGINT"


class Float(ColumnType):
    """A floating-point number of 64 bits."""

    sqlite, postgresql = "REAL", "DOUBLE PRECISION"


class Decimal(ColumnType):
    """A decimal number with all its digits."""

    sqlite, postgresql = "DECIMAL_TEXT", "NUMERIC"


class Boolean(ColumnType):
    """True or false; 1 or 0 in SQLite."""

    sqlite, postgresql = "BOOLEAN", "BOOLEAN"


class DateTime(ColumnType):
    """An instant; ISO 8601 in UTC in SQLite."""

    sqlite, postgresql = "DATETIME_TEXT", "TIMESTAMP WITH TIME ZONE"


class Date(ColumnType):
    """A day of the calendar."""

    sqlite, postgresql = "DATE_TEXT", "DATE"


class Time(ColumnType):
    """A time of day without a zone."""

    sqlite, postgresql = "TIME_TEXT", "TIME WITHOUT TIME ZONE"


class Duration(ColumnType):
    """A length of time in microseconds."""

    sqlite, postgresql = "DURATION_INTEGER", "BIGINT"


class Uuid(ColumnType):
    """A UUID; its canonical text in SQLite."""

    sqlite, postgresql = "UUID_TEXT", "UUID"


class Bytes(ColumnType):
    """Bytes."""

    sqlite, postgresql = "BLOB", "BYTEA"

    def literal_processor(self, dialect: Dialect) -> Callable[[bytes], str]:
        """Render a value in the dialect's own notation."""
        notation = "X'{}'" if dialect.name == "sqlite" else "'\\x{}'"
        return lambda value: notation.format(value.hex())


class Nested(ColumnType):
    """A value object, a list or a mapping, as JSON."""

    sqlite, postgresql = "JSON_TEXT", "JSONB"


COLUMN_TYPES: dict[Kind, type[ColumnType]] = {
    Kind.TEXT: Text,
    Kind.INTEGER: Integer,
    Kind.FLOAT: Float,
    Kind.DECIMAL: Decimal,
    Kind.BOOLEAN: Boolean,
    Kind.DATETIME: DateTime,
    Kind.DATE: Date,
    Kind.TIME: Time,
    Kind.DURATION: Duration,
    Kind.UUID: Uuid,
    Kind.BYTES: Bytes,
    Kind.NESTED: Nested,
}
"""The type of a column per kind of its field."""


def same_type(one: TypeEngine[Any], other: TypeEngine[Any], dialect: Dialect) -> bool:
    """Whether both render alike on the dialect; either may have been read from a database."""
    return one.compile(dialect).upper() == other.compile(dialect).upper()


def recognised(column_type: TypeEngine[Any], dialect: Dialect) -> TypeEngine[Any]:
    """Our type for one that was read from a database; what is none of ours stays."""
    ours = (each() for each in COLUMN_TYPES.values())
    return next((each for each in ours if same_type(each, column_type, dialect)), column_type)


@compiles(ColumnType)
def _render(column_type: ColumnType, compiler: TypeCompiler, **_: Any) -> str:
    rendered: str = getattr(column_type, compiler.dialect.name)
    return rendered
