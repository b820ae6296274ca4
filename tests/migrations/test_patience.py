import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import asyncpg
import pytest

from atomos.core.domain.errors import Unavailable
from atomos.migrations import Patience, apply, make
from migrating import Database, entity

HURRIED = Patience(lock_timeout=0.05, attempts=2, pause=0.0)
GROWN = entity("Task", ("due", int | None))

TOGETHER = """
import sys
from pathlib import Path
from migrating import entity
from atomos.migrations import apply
print(*apply(sys.argv[1], Path(sys.argv[2]), [entity("Task", ("due", int | None))]).migrations)
"""


@pytest.fixture
def migrated(postgres_url: str, folder: Path) -> str:
    """A database with tasks and one more migration to apply."""
    make(folder, [entity("Task")])
    apply(postgres_url, folder, [entity("Task")])
    make(folder, [GROWN])
    return postgres_url


async def test_a_table_in_use_ends_in_one_clear_sentence(migrated: str, folder: Path) -> None:
    reader = await asyncpg.connect(migrated)
    try:
        async with reader.transaction():
            await reader.execute("LOCK TABLE tasks IN ACCESS SHARE MODE")
            with pytest.raises(Unavailable) as locked:
                apply(migrated, folder, [GROWN], patience=HURRIED)
    finally:
        await reader.close()

    shown = migrated.partition("?")[0]
    assert str(locked.value) == (
        f"{shown} is locked by another transaction; waited 2 times 0.05 s for: "
        "ALTER TABLE tasks ADD COLUMN due BIGINT; nothing was changed: "
        "end the transaction that holds the lock, or wait longer with --lock-timeout"
    )
    assert Database(migrated).differs_from(entity("Task")) == ()


async def test_a_lock_that_goes_away_is_waited_for(migrated: str, folder: Path) -> None:
    reader = await asyncpg.connect(migrated)
    transaction = reader.transaction()
    await transaction.start()
    await reader.execute("LOCK TABLE tasks IN ACCESS SHARE MODE")
    await reader.execute("SET LOCAL idle_in_transaction_session_timeout = '300ms'")

    applied = apply(migrated, folder, [GROWN], patience=Patience(lock_timeout=0.1, attempts=100, pause=0.01))

    assert applied.migrations == ("0002_add_due_to_tasks",)
    reader.terminate()


async def test_one_process_migrates_at_a_time(migrated: str, folder: Path) -> None:
    other = await asyncpg.connect(migrated)
    try:
        async with other.transaction():
            await other.execute(f"SELECT pg_advisory_xact_lock({int.from_bytes(b'atomos')})")
            with pytest.raises(Unavailable, match="another process migrates this database right now"):
                apply(migrated, folder, [GROWN], patience=HURRIED)
    finally:
        await other.close()


def test_a_busy_sqlite_file_ends_in_one_clear_sentence(tmp_path: Path, folder: Path) -> None:
    make(folder, [entity("Task")])
    with closing(sqlite3.connect(tmp_path / "tasks.db", isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")

        with pytest.raises(Unavailable, match=r"tasks.db is locked by another transaction; waited 2 times 0\.05 s"):
            apply(f"sqlite:///{tmp_path}/tasks.db", folder, [entity("Task")], patience=HURRIED)


def test_processes_that_migrate_together_apply_each_migration_once(url: str, folder: Path) -> None:
    make(folder, [entity("Task")])
    make(folder, [GROWN])
    environment = {"PYTHONPATH": ":".join(sys.path), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", TOGETHER, url, str(folder)]

    processes = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    answers = [process.communicate(timeout=300) for process in processes]

    assert [error for _, error in answers] == ["", ""]
    assert sorted(answer.strip() for answer, _ in answers) == ["", "0001_create_tasks 0002_add_due_to_tasks"]
