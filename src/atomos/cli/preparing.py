"""The tables of a service: what `atomos migrate` works on, and what `atomos dev` does about them by itself."""

from atomos.application import Application
from atomos.cli.loading import load_application, locate
from atomos.cli.migrate import MigrationTarget, migrate_group
from atomos.cli.refusal import Refusal
from atomos.cli.target import Target
from atomos.core.domain.errors import Misconfigured, Unavailable
from atomos.stores import database_url


def prepare(target: Target, application: Application, *, allow_data_loss: bool = False) -> tuple[str, ...]:
    """Apply the pending migrations; a service that has none yet gets its tables directly. What was done, in words.

    Raises: Refusal.
    """
    folder = migration_target(target, application).folder
    try:
        return application.migrate(folder if folder.is_dir() else None, allow_data_loss=allow_data_loss)
    except (Misconfigured, Unavailable) as error:
        raise Refusal(str(error)) from None


def migration_target(target: Target, application: Application) -> MigrationTarget:
    """The database of an application, and its migrations: beside its package's modules, or beside its one file."""
    settings, manifest = application.settings, application.manifest
    root = target.root if target.root.is_dir() else target.root.parent
    url = database_url(settings, manifest.service)
    return MigrationTarget(url, root / "migrations", manifest.entities, settings.lock_timeout)


def _load(text: str | None) -> MigrationTarget:
    target = locate(text)
    return migration_target(target, load_application(target))


migrate = migrate_group(_load)
