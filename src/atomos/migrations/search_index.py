"""The index of a searchable entity, created and dropped by migrations. Their files name these functions.

An index holds nothing that cannot be made again: `atomos search rebuild` fills a new one.
"""

from collections.abc import Sequence

from alembic import op

from atomos.storage.search.ddl import Columns, creation, removal


def create_search_index(index: str, columns: Columns, *, texts: int) -> None:
    """Create the tables of an index: with copies of these columns, over that many texts."""
    _execute(creation(index, columns, texts, op.get_context().dialect.name))


def drop_search_index(index: str) -> None:
    """Drop the tables of an index."""
    _execute(removal(index))


def _execute(statements: Sequence[str]) -> None:
    for statement in statements:
        op.execute(statement)
