"""A value to be indexed as an SQL expression: the one that orders and rules are compiled to, or no query finds it."""

from collections.abc import Mapping
from itertools import starmap
from types import MappingProxyType
from typing import Any

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ColumnElement

from atomos.storage.absence import Default
from atomos.storage.column_types import COLUMN_TYPES, ColumnType
from atomos.storage.sql.postgres import PostgresGrammar
from atomos.storage.sql.sqlite import SqliteGrammar

_NO_DEFAULTS: Mapping[int, str] = MappingProxyType({})
_KINDS = {column_type: kind for kind, column_type in COLUMN_TYPES.items()}


class PathExpression(ColumnElement[Any]):
    """What stands at the end of a path (`salary.minimum`), as it is compared. Migration files name it."""

    inherit_cache = True

    def __init__(self, path: str, column_type: ColumnType, defaults: Mapping[int, str] = _NO_DEFAULTS) -> None:
        """`defaults`: the value in JSON where rows lack the key at that depth of the path."""
        self.path = path
        self.column_type = column_type
        self.defaults = tuple(starmap(Default, defaults.items()))

    def __repr__(self) -> str:
        defaults = f", {dict(self.defaults)!r}" if self.defaults else ""
        return f'{type(self).__name__}("{self.path}", {self.column_type!r}{defaults})'


@compiles(PathExpression)
def _render(element: PathExpression, compiler: SQLCompiler, **_: Any) -> str:
    steps, kind = tuple(element.path.split(".")), _KINDS[type(element.column_type)]
    if compiler.dialect.name == "sqlite":
        return SqliteGrammar().sorted_path(steps, kind, element.defaults)
    return f"({PostgresGrammar().sorted_path(steps, kind, element.defaults)})"
