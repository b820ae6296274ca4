"""Runs migrations on a connection, inside the transaction that it is in."""

import io
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext, MigrationStep, RevisionStep, StampStep
from alembic.script import Script
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from atomos.core.domain.errors import Misconfigured
from atomos.migrations.history import History
from atomos.storage.engine import is_lock_timeout


def run_scripts(connection: Connection, history: History, scripts: Sequence[Script]) -> None:
    """Apply the migrations, oldest first, and note each in the database. Raises: Misconfigured, if one fails."""
    if not scripts:
        return
    running = ""

    def steps(*_: Any) -> Iterator[RevisionStep]:
        nonlocal running
        for script in scripts:
            running = script.revision
            yield MigrationStep.upgrade_from_script(history.revisions, script)

    context = MigrationContext.configure(connection, opts={"fn": steps})
    try:
        with Operations.context(context):
            context.run_migrations()
    except DBAPIError as error:
        raise _failed(f"the migration {running}", error) from error


def run_function(connection: Connection, upgrade: Callable[[], None]) -> None:
    """Apply changes that stand in no file. Raises: Misconfigured, if they fail."""
    try:
        with Operations.context(MigrationContext.configure(connection)):
            upgrade()
    except DBAPIError as error:
        raise _failed("the change of the tables", error) from error


def stamp(connection: Connection, name: str) -> None:
    """Note in a database without migrations that it is at this one, without applying any."""
    steps = [StampStep(None, name, is_upgrade=True, branch_move=True)]
    MigrationContext.configure(connection, opts={"fn": lambda *_: steps}).run_migrations()


def postgres_sql(history: History, scripts: Sequence[Script], current: str | None) -> str:
    """The statements that applying the migrations would send to PostgreSQL; no database is asked."""
    text = io.StringIO()
    steps = [MigrationStep.upgrade_from_script(history.revisions, script) for script in scripts]
    options = {"as_sql": True, "output_buffer": text, "starting_rev": current, "fn": lambda *_: steps}
    postgres = PGDialect_asyncpg()  # type: ignore[no-untyped-call]  # SQLAlchemy's own
    context = MigrationContext.configure(dialect=postgres, opts=options)
    with Operations.context(context):
        context.run_migrations()
    return text.getvalue().strip()


def check_references(connection: Connection) -> None:
    """Look whether rows refer to rows that are not there, which SQLite does not do when it copies a table.

    Raises: Misconfigured.
    """
    if connection.dialect.name != "sqlite":
        return
    if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
        tables = ", ".join(sorted({f"{row[0]} to {row[2]}" for row in broken}))
        raise Misconfigured(
            f"{len(broken)} references would lead nowhere ({tables}); nothing was changed: mend the rows first"
        )


def _failed(what: str, error: DBAPIError) -> Exception:
    if is_lock_timeout(error):
        return error
    reason = str(error.orig).partition("\n")[0]
    return Misconfigured(f"{what} failed and nothing was changed: {reason}")
