"""What the migration files make, found out on a database in memory."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import sqlalchemy as sa
from alembic.script import Script
from sqlalchemy.engine import Connection

from atomos.migrations.change import Change
from atomos.migrations.comparison import differences
from atomos.migrations.history import History
from atomos.migrations.running import run_scripts
from atomos.storage.engine import in_memory


@contextmanager
def scratch(history: History, scripts: Sequence[Script]) -> Iterator[Connection]:
    """An SQLite database in memory to which the migrations were applied. Raises: Misconfigured, if one fails."""
    with in_memory() as connection:
        run_scripts(connection, history, scripts)
        yield connection


def unmade_changes(history: History, tables: sa.MetaData) -> tuple[Change, ...]:
    """What the entities need and no migration makes yet. Raises: Misconfigured."""
    with scratch(history, history.scripts) as connection:
        return differences(connection, tables)
