"""Brings tables in step with the entities directly, without files: for a service that is still a sketch."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext
from sqlalchemy.engine import Connection

from atomos.core.domain.entity import EntityType
from atomos.core.domain.errors import Misconfigured
from atomos.migrations.change import Change
from atomos.migrations.comparison import differences
from atomos.migrations.data_loss import refuse_loss_of_rows
from atomos.migrations.patience import Patience, patiently
from atomos.migrations.running import check_references, run_function
from atomos.migrations.source import compile_changes
from atomos.storage.tables import metadata, record_fingerprint


def sync(
    url: str,
    entity_types: Sequence[EntityType],
    *,
    allow_data_loss: bool = False,
    patience: Patience | None = None,
) -> tuple[str, ...]:
    """Make the tables what the entities need, in one transaction, and tell what was changed.

    A table without rows loses nothing, so it may change in any way.

    Raises: WouldLoseData, Misconfigured (the database is kept by migrations), Unavailable.
    """
    tables = metadata(entity_types)

    def work(connection: Connection) -> tuple[Change, ...]:
        _refuse_migrated(connection)
        changes = bring_in_step(connection, tables, allow_data_loss=allow_data_loss)
        record_fingerprint(connection, entity_types)
        return changes

    return tuple(str(change) for change in patiently(url, work, patience or Patience()))


def bring_in_step(connection: Connection, tables: sa.MetaData, *, allow_data_loss: bool = False) -> tuple[Change, ...]:
    """Make the changes that are needed, and tell them. Raises: WouldLoseData, Misconfigured."""
    changes = differences(connection, tables)
    if not allow_data_loss:
        refuse_loss_of_rows(changes, lambda table: not _has_rows(connection, table))
    if changes:
        run_function(connection, compile_changes(changes))
        check_references(connection)
    return changes


def _has_rows(connection: Connection, table: str) -> bool:
    return connection.execute(sa.select(sa.literal(1)).select_from(sa.table(table)).limit(1)).first() is not None


def _refuse_migrated(connection: Connection) -> None:
    if applied := MigrationContext.configure(connection).get_current_heads():
        raise Misconfigured(
            f"the database is kept by migrations (it is at {', '.join(applied)}), but the service has no folder "
            f"of them; bring the folder back, or use another database"
        )
