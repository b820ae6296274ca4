"""Shows which migrations a database has, and what the others would do to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic.script import Script
from sqlalchemy.engine import Connection

from atomos.core.domain.entity import EntityType
from atomos.migrations.history import History, load_history
from atomos.migrations.running import postgres_sql, run_scripts
from atomos.migrations.scratch import scratch, unmade_changes
from atomos.storage.engine import dialect_of, exists, transact
from atomos.storage.tables import metadata
from atomos.storage.values import Dialect


@dataclass(frozen=True, slots=True)
class Listed:
    """One migration: its name, its first line, and whether the database has it."""

    name: str
    title: str
    applied: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """All migrations, the SQL of those that are pending, and the changes that no migration makes yet."""

    migrations: tuple[Listed, ...]
    sql: str
    unmade: tuple[str, ...]


def show(url: str, folder: Path, entity_types: Sequence[EntityType]) -> Overview:
    """What `apply` would do, without doing it. Raises: Misconfigured, Unavailable."""
    history = load_history(folder)
    current = transact(url, history.current) if exists(url) else None
    pending = history.between(current, history.head)
    changes = unmade_changes(history, metadata(entity_types))
    sql = sqlite_sql if dialect_of(url) is Dialect.SQLITE else postgres_sql
    return Overview(
        migrations=tuple(
            Listed(script.revision, script.doc, applied=script not in pending) for script in history.scripts
        ),
        sql=sql(history, pending, current) if pending else "",
        unmade=tuple(str(change) for change in changes),
    )


def sqlite_sql(history: History, scripts: Sequence[Script], current: str | None) -> str:
    """The statements that applying the migrations would send to SQLite, written down on a database in memory."""
    statements: list[str] = []

    def write_down(_: Connection, __: Any, statement: str, *___: Any) -> None:
        if not statement.lstrip().upper().startswith(("PRAGMA", "SELECT", "BEGIN")):
            statements.append(f"{statement.strip()};")

    with scratch(history, history.between(None, current)) as connection:
        sa.event.listen(connection, "before_cursor_execute", write_down)
        run_scripts(connection, history, scripts)
    return "\n\n".join(statements)
