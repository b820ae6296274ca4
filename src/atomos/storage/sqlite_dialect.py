"""SQLite read back by SQLAlchemy without losing what atomos puts there: kinds, and indexes on paths."""

import re
import warnings
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import ReflectedIndex

from atomos.storage.column_types import COLUMN_TYPES

_INDEX = re.compile(
    r"CREATE\s+(?P<unique>UNIQUE\s+)?INDEX\s.+?\sON\s+\S+\s*\((?P<keys>.*)\)(\s*WHERE\s+(?P<where>.+))?",
    re.IGNORECASE | re.DOTALL,
)

_MADE_BY_STATEMENT = (
    "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL ORDER BY name"
)


class KeptSqliteDialect(SQLiteDialect_pysqlite):
    """SQLite whose indexes on expressions and with collations survive the copying of a table.

    SQLAlchemy skips them when it reads a table, so Alembic, which alters a table in SQLite by copying it,
    would lose them.
    """

    supports_statement_cache = True
    ischema_names = SQLiteDialect_pysqlite.ischema_names | {each.sqlite: each for each in COLUMN_TYPES.values()}

    def get_indexes(
        self, connection: Connection, table_name: str, schema: str | None = None, **options: Any
    ) -> list[ReflectedIndex]:
        """The plain indexes, and the others, each with its keys as one text."""
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Skipped unsupported reflection of expression-based index")
            plain: list[ReflectedIndex] = super().get_indexes(  # type: ignore[no-untyped-call]  # SQLAlchemy's own
                connection, table_name, schema, **options
            )
        statements: dict[str, str] = dict(connection.exec_driver_sql(_MADE_BY_STATEMENT, (table_name,)).all())
        kept = [index for index in plain if " COLLATE " not in statements.get(str(index["name"]), "")]
        known = {index["name"] for index in kept}
        return [*kept, *(_reflected(name, sql) for name, sql in statements.items() if name not in known)]


def _reflected(name: str, statement: str) -> ReflectedIndex:
    match = _INDEX.fullmatch(statement.strip())
    assert match is not None, statement
    return ReflectedIndex(
        name=name,
        column_names=[None],
        expressions=[match["keys"]],
        unique=bool(match["unique"]),
        dialect_options={"sqlite_where": sa.text(match["where"])} if match["where"] else {},
    )


registry.register("sqlite.atomos", __name__, KeptSqliteDialect.__name__)
