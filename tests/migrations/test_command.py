from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from atomos.cli.migrate import MigrationTarget, migrate_group
from atomos.core.domain.entity import EntityType
from migrating import entity


class Shell:
    """Runs `atomos migrate` for a service whose entities change."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.entity_types: Sequence[EntityType] = [entity("Task")]

    def migrate(self, *arguments: str) -> Result:
        url = f"sqlite:///{self.folder}/tasks.db"
        target = MigrationTarget(url, self.folder / "migrations", self.entity_types)
        return CliRunner().invoke(migrate_group(lambda _: target), arguments)


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.chdir(tmp_path)
    return Shell(tmp_path)


def test_make_apply_and_show_tell_what_they_did(shell: Shell) -> None:
    assert shell.migrate("make").output == (
        "wrote migrations/versions/0001_create_tasks.py; read it, then run `atomos migrate apply`\n"
    )
    assert shell.migrate("make").output == "nothing changed: the migrations make what the entities need\n"
    assert shell.migrate("show").output.startswith("-- pending 0001_create_tasks: Create tasks.\n\nCREATE TABLE")
    assert shell.migrate("apply", "todo:service").output == "applied 0001_create_tasks\n"
    assert shell.migrate("apply").output == "nothing to apply: the database is up to date\n"
    assert shell.migrate("show").output == "-- applied 0001_create_tasks: Create tasks.\n"


def test_a_refusal_is_told_with_exit_status_2(shell: Shell) -> None:
    shell.migrate("make")
    shell.entity_types = [entity("Task", ("owner", int))]

    refused = shell.migrate("make")

    assert refused.exit_code == 2
    assert "Error: these changes would lose data:\n  - add column tasks.owner: rows" in refused.output
    assert shell.migrate("make", "--allow-data-loss", "-m", "own tasks").exit_code == 0
    assert shell.migrate("apply", "--to", "0002").output == "applied 0001_create_tasks\napplied 0002_own_tasks\n"


def test_an_empty_migration_is_written_for_hands(shell: Shell) -> None:
    shell.migrate("make")

    written = shell.migrate("make", "--empty", "-m", "rename title to name")

    assert "wrote migrations/versions/0002_rename_title_to_name.py" in written.output


def test_show_tells_what_no_migration_makes_yet(shell: Shell) -> None:
    assert shell.migrate("show").output == "-- not in any migration yet: create table tasks\n"
