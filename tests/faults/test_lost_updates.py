"""Many increment one entity at once, from tasks and from processes: none is lost, and nobody hears of a conflict."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

import ledger
from ledger import Audit, OpenAccount, deposit_often, prepared

TASKS = 32
TIMES = 100 if os.environ.get("ATOMOS_TEST_NIGHTLY") else 10
TASKS_OF_A_PROCESS, TIMES_OF_A_PROCESS = 8, TIMES // 2


@pytest.fixture(params=["memory", "csv", "sqlite", "postgresql"])
def any_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    embedded = {
        "memory": "memory://",
        "csv": f"csv:///{tmp_path}/ledger",
        "sqlite": f"sqlite:///{tmp_path}/ledger.db",
    }
    return embedded.get(request.param) or request.getfixturevalue("postgres_url")


async def test_tasks_that_increment_one_entity_lose_nothing(any_url: str) -> None:
    app = await asyncio.to_thread(prepared, any_url)
    async with app:
        account = await app.execute(OpenAccount())
        await deposit_often(app, account.id, TASKS, TIMES)
        assert (await app.execute(Audit())).deposits == TASKS * TIMES


async def test_processes_that_increment_one_entity_lose_nothing(database_url: str) -> None:
    app = await asyncio.to_thread(prepared, database_url)
    async with app:
        account = await app.execute(OpenAccount())
        work = {"ACCOUNT": str(account.id), "TASKS": str(TASKS_OF_A_PROCESS), "TIMES": str(TIMES_OF_A_PROCESS)}
        surroundings = os.environ | {"DATABASE_URL": database_url} | work
        processes = [
            await asyncio.create_subprocess_exec(sys.executable, ledger.__file__, env=surroundings) for _ in range(2)
        ]
        assert [await process.wait() for process in processes] == [0, 0]
        assert (await app.execute(Audit())).deposits == 2 * TASKS_OF_A_PROCESS * TIMES_OF_A_PROCESS
