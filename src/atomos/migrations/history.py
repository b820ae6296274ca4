"""The migration files of a service: one line, each file following another."""

import re
import warnings
from dataclasses import dataclass, field
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from alembic.script.revision import RevisionMap
from alembic.util import CommandError
from sqlalchemy.engine import Connection

from atomos.core.domain.errors import Misconfigured

LONGEST_NAME = 32
"""Characters that Alembic's table holds for the name of a migration."""


@dataclass(frozen=True, slots=True)
class History:
    """The migrations in the order in which they are applied. A name is that of the file: `0001_create_tasks`."""

    folder: Path
    scripts: tuple[Script, ...] = ()
    revisions: RevisionMap = field(default_factory=lambda: RevisionMap(tuple))

    @property
    def names(self) -> tuple[str, ...]:
        """What the migrations are called."""
        return tuple(script.revision for script in self.scripts)

    @property
    def head(self) -> str | None:
        """The newest migration."""
        return self.names[-1] if self.scripts else None

    def find(self, name: str) -> str:
        """The full name of a migration, from the beginning of it (`0002`). Raises: Misconfigured."""
        found = [full for full in self.names if full.startswith(name)]
        if len(found) != 1:
            known = ", ".join(self.names) or "none"
            raise Misconfigured(f"{name} names {len(found)} migrations in {self.folder}; there are: {known}")
        return found[0]

    def between(self, current: str | None, target: str | None) -> tuple[Script, ...]:
        """What leads from one migration to another. Raises: Misconfigured, for a way back."""
        start = self.names.index(current) + 1 if current else 0
        end = self.names.index(target) + 1 if target else 0
        if end < start:
            raise Misconfigured(
                f"the database is at {current}, beyond {target}; migrations only go forward: "
                f"undo with a new one, or restore a backup"
            )
        return self.scripts[start:end]

    def next_name(self, words: str) -> str:
        """A name for one more migration: the next number, and as many whole words as fit."""
        last = re.match(r"\d+", self.head or "")
        name = f"{int(last[0]) + 1 if last else len(self.scripts) + 1:04}"
        for word in re.findall(r"\w+", words.lower()):
            if len(name) + 1 + len(word) > LONGEST_NAME:
                break
            name += f"_{word}" if word != "and" else ""
        return name

    def current(self, connection: Connection) -> str | None:
        """The migration that the database is at. Raises: Misconfigured, if there is no such file."""
        applied = MigrationContext.configure(connection).get_current_heads()
        if len(applied) > 1:
            raise Misconfigured(
                f"the database is at several migrations at once ({', '.join(applied)}); "
                f"leave one row, the last of them, in its table alembic_version"
            )
        if applied and applied[0] not in self.names:
            raise Misconfigured(
                f"the database is at the migration {applied[0]}, which is not in {self.folder / 'versions'}; "
                f"bring its file back: it may be on another branch"
            )
        return applied[0] if applied else None


def load_history(folder: Path) -> History:
    """The migrations in `folder`, none if it is not there. Raises: Misconfigured, if they are not one line."""
    versions = folder / "versions"
    if not versions.is_dir():
        return History(folder)
    directory = ScriptDirectory(str(folder), version_locations=[str(versions)])
    with warnings.catch_warnings():
        warnings.filterwarnings("error", "Revision .* is (not present|present more than once)")
        try:
            scripts = tuple(directory.walk_revisions())[::-1]
        except UserWarning as warning:
            raise Misconfigured(f"the migrations in {versions} are no line: {_explained(str(warning))}") from None
        except (CommandError, SyntaxError, ImportError) as error:
            raise Misconfigured(f"the migrations in {versions} cannot be read: {error}") from error
    return History(folder, _one_line(scripts, versions), directory.revision_map)


def _one_line(scripts: tuple[Script, ...], versions: Path) -> tuple[Script, ...]:
    followers: dict[object, str] = {}
    for script in scripts:
        before = script.down_revision
        if before in followers:
            raise Misconfigured(
                f"the migrations in {versions} are no line: {followers[before]} and {script.revision} both "
                f"{f'follow {before}' if before else 'come first'}; "
                f'write down_revision = "{followers[before]}" in {Path(script.path).name} if it comes second'
            )
        followers[before] = script.revision
    return scripts


def _explained(warning: str) -> str:
    if "more than once" in warning:
        name = warning.split()[1]
        return f"two files say revision = {name!r}; give the later one its own name and let it follow the other"
    missing, follower = re.findall(r"Revision (\S+) referenced from (?:.* -> )?(\S+)", warning)[0]
    return f"{follower} follows {missing}, which is not there; bring that file back or correct down_revision"
