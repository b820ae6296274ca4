"""A value to be indexed as an SQL expression: the one that orders and rules are compiled to, or no query finds it."""

from typing import Any

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ColumnElement

from atomos.storage.column_types import COLUMN_TYPES, ColumnType
from atomos.storage.sql.postgres import PostgresGrammar
from atomos.storage.sql.sqlite import SqliteGrammar

_KINDS = {column_type: kind for kind, column_type in COLUMN_TYPES.items()}


class PathExpression(ColumnElement[Any]):
    """What stands at the end of a path (`salary.minimum`), as it is compared. Migration files name it."""

    inherit_cache = True

    def __init__(self, path: str, column_type: ColumnType) -> None:
        self.path = path
        self.column_type = column_type

    def __repr__(self) -> str:
        return f'{type(self).__name__}("{self.path}", {self.column_type!r})'


@compiles(PathExpression)
def _render(element: PathExpression, compiler: SQLCompiler, **_: Any) -> str:
    steps, kind = tuple(element.path.split(".")), _KINDS[type(element.column_type)]
    if compiler.dialect.name == "sqlite":
        return SqliteGrammar().sorted_path(steps, kind)
    return f"({PostgresGrammar().sorted_path(steps, kind)})"
