"""`atomos migrate`: make, apply and show the migrations of a service."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from atomos.cli.refusal import Refusal
from atomos.core.domain.entity import EntityType
from atomos.core.domain.errors import Misconfigured, Unavailable


@dataclass(frozen=True, slots=True)
class MigrationTarget:
    """What to migrate: a database, the folder `migrations` beside the service's module, and all entity types.

    `lock_timeout` (seconds) is the setting of the service.
    """

    url: str
    folder: Path
    entity_types: Sequence[EntityType]
    lock_timeout: float = 5.0


Load = Callable[[str | None], MigrationTarget]
"""Finds what to migrate by the name of a service, or by the working directory."""


def migrate_group(load: Load) -> click.Group:
    """The commands of `atomos migrate`."""

    @click.group()
    @click.pass_context
    def migrate(context: click.Context) -> None:
        """Keep the tables of a service in step with its entities."""
        context.obj = load

    for command in (make, apply, show):
        migrate.add_command(command)
    return migrate


@click.command()
@click.argument("target", required=False)
@click.option("-m", "--message", help="What the migration does, in a few words; they become its name.")
@click.option("--empty", is_flag=True, help="Write one without a change, to be filled in by hand.")
@click.option("--allow-data-loss", is_flag=True, help="Also write what would lose data.")
@click.pass_obj
def make(load: Load, target: str | None, message: str | None, empty: bool, allow_data_loss: bool) -> None:
    """Write a migration for what changed in the entities. No database is needed.

    TARGET is module:service; without it, the service in this folder.
    """
    with _refusing():
        found = load(target)
        from atomos import migrations  # noqa: PLC0415 - SQLAlchemy and Alembic cost the start of every other command

        path = (
            migrations.make_empty(found.folder, message or "change by hand")
            if empty
            else migrations.make(found.folder, found.entity_types, message, allow_data_loss=allow_data_loss)
        )
    if path is None:
        click.echo("nothing changed: the migrations make what the entities need")
    else:
        click.echo(f"wrote {_shown(path)}; read it, then run `atomos migrate apply`")


@click.command()
@click.argument("target", required=False)
@click.option("--to", help="Stop at this migration: its name, or the number it begins with.")
@click.option(
    "--lock-timeout",
    type=click.FloatRange(min=0, min_open=True),
    help="Seconds to wait for a lock before trying again, instead of the setting LOCK_TIMEOUT.",
)
@click.option("--allow-data-loss", is_flag=True, help="Also lose data where sketched tables are taken over.")
@click.pass_obj
def apply(load: Load, target: str | None, to: str | None, lock_timeout: float | None, allow_data_loss: bool) -> None:
    """Apply the migrations that the database does not have yet, all of them or none.

    TARGET is module:service; without it, the service in this folder.
    """
    with _refusing():
        found = load(target)
        from atomos import migrations  # noqa: PLC0415 - as above

        patience = migrations.Patience(lock_timeout=lock_timeout or found.lock_timeout)
        applied = migrations.apply(
            found.url,
            found.folder,
            found.entity_types,
            to=to,
            allow_data_loss=allow_data_loss,
            patience=patience,
        )
    for name in applied.migrations:
        click.echo(f"applied {name}" + (": its tables were there already" if applied.adopted else ""))
    if not applied.migrations:
        click.echo("nothing to apply: the database is up to date")


@click.command()
@click.argument("target", required=False)
@click.pass_obj
def show(load: Load, target: str | None) -> None:
    """Show which migrations the database has, and the SQL of the others. Changes nothing.

    TARGET is module:service; without it, the service in this folder.
    """
    with _refusing():
        found = load(target)
        from atomos import migrations  # noqa: PLC0415 - as above

        overview = migrations.show(found.url, found.folder, found.entity_types)
    for migration in overview.migrations:
        click.echo(f"-- {'applied' if migration.applied else 'pending'} {migration.name}: {migration.title}")
    for change in overview.unmade:
        click.echo(f"-- not in any migration yet: {change}")
    if overview.sql:
        click.echo(f"\n{overview.sql}")


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except (Misconfigured, Unavailable) as error:
        raise Refusal(str(error)) from None


def _shown(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
