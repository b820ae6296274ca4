"""A value inside a nested field as an SQL expression, the same one that rules and orders are compiled to."""

from typing import Any

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ColumnElement

from atomos.storage.column_types import ColumnType


class PathExpression(ColumnElement[Any]):
    """What stands at the end of a path (`salary.minimum`), to be indexed. Migration files name it."""

    inherit_cache = True

    def __init__(self, path: str, column_type: ColumnType) -> None:
        self.path = path
        self.column_type = column_type

    def __repr__(self) -> str:
        return f'{type(self).__name__}("{self.path}", {self.column_type!r})'


@compiles(PathExpression)
def _render(element: PathExpression, compiler: SQLCompiler, **_: Any) -> str:
    column, *steps = element.path.split(".")
    if compiler.dialect.name == "sqlite":
        return f"json_extract(\"{column}\", '$.{'.'.join(steps)}')"
    return (
        f"((\"{column}\" #>> '{{{','.join(steps)}}}')::{element.column_type.postgresql.split(' COLLATE')[0]})"
    )
