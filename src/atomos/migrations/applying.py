"""Applies migration files to a database."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from alembic.script import Script
from sqlalchemy.engine import Connection

from atomos.core.domain.entity import EntityType
from atomos.core.domain.errors import Misconfigured
from atomos.migrations.comparison import own_tables
from atomos.migrations.history import History, load_history
from atomos.migrations.patience import Patience, patiently
from atomos.migrations.running import check_references, run_scripts, stamp
from atomos.migrations.scratch import unmade_changes
from atomos.migrations.sketch import bring_in_step
from atomos.storage.tables import forget_fingerprint, metadata, record_fingerprint


@dataclass(frozen=True, slots=True)
class Applied:
    """The names of what was applied. `adopted` tells that the tables were there already, made without files."""

    migrations: tuple[str, ...]
    adopted: bool = False


def apply(
    url: str,
    folder: Path,
    entity_types: Sequence[EntityType],
    *,
    to: str | None = None,
    allow_data_loss: bool = False,
    patience: Patience | None = None,
) -> Applied:
    """Apply what is pending, up to the migration `to` or all of it, in one transaction.

    A database that was made by `sync` is brought in step and taken as being at the newest migration;
    `allow_data_loss` is about this only, as for files it was asked when they were made.

    Raises: Misconfigured (the files are no line or do not fit the database or the entities, or one fails),
        WouldLoseData, Unavailable.
    """
    history = load_history(folder)
    target = history.find(to) if to else history.head
    tables = metadata(entity_types)
    if target == history.head:
        _refuse_unmade(history, tables)

    def work(connection: Connection) -> Applied:
        current = history.current(connection)
        sketched = current is None and target == history.head and bool(own_tables(connection, tables))
        if sketched:
            bring_in_step(connection, tables, allow_data_loss=allow_data_loss)
            stamp(connection, history.names[-1])
            applied = Applied(history.names, adopted=True)
        else:
            applied = _upgrade(connection, history, history.between(current, target))
        if target == history.head:
            record_fingerprint(connection, entity_types)
        else:
            forget_fingerprint(connection)
        return applied

    return patiently(url, work, patience or Patience())


def _upgrade(connection: Connection, history: History, pending: Sequence[Script]) -> Applied:
    run_scripts(connection, history, pending)
    check_references(connection)
    return Applied(tuple(script.revision for script in pending))


def _refuse_unmade(history: History, tables: sa.MetaData) -> None:
    if changes := unmade_changes(history, tables):
        listed = ", ".join(str(change) for change in changes)
        raise Misconfigured(f"no migration makes these changes yet: {listed}; run `atomos migrate make`")
