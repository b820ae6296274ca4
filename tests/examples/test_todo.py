"""The example of the first page works as it is told there: as functions, over HTTP and from a shell."""

import importlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import UUID

import httpx
import pytest
from click.testing import CliRunner

from atomos import Settings
from atomos.cli import main
from atomos.migrations import sync

EXAMPLE = Path(__file__).parents[2] / "examples" / "todo.py"


@pytest.fixture
def todo(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(EXAMPLE.parent)
    yield importlib.import_module("todo")
    del sys.modules["todo"]


def test_its_domain_is_tested_by_calling_a_function(todo: Any) -> None:
    task = todo.Task(UUID(int=1), "write")
    now = datetime(2024, 1, 1, tzinfo=UTC)
    assert todo.finish_task(todo.FinishTask(task.id), task, now) == todo.TaskFinished(task.id, now)
    assert task.done_at == now


async def test_it_works_over_http(todo: Any, tmp_path: Path) -> None:
    app = todo.service.build(Settings(database_url=f"sqlite:///{tmp_path}/todo.db"))
    sync(f"sqlite:///{tmp_path}/todo.db", app.manifest.entities)
    async with app, httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://todo") as client:
        added = await client.post("/tasks", json={"title": "write"})
        assert added.status_code == 201
        where = added.headers["location"]
        finished = await client.post(f"{where}/finish")
        assert finished.json()["done_at"] is not None
        assert (await client.get(where)).json() == finished.json()
        assert (await client.get("/tasks")).json()["items"] == [finished.json()]
        missing = await client.post(f"/tasks/{UUID(int=1)}/finish")
        assert missing.status_code == 404
        assert missing.headers["content-type"] == "application/problem+json"
        assert (await client.get("/docs")).status_code == 200


def test_it_works_from_a_shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(EXAMPLE, tmp_path)
    monkeypatch.chdir(tmp_path)
    sync_tables(tmp_path)
    added = call("add-task", "--title", "write", "--json")
    finished = call("finish-task", "--task-id", added["id"], "--json")
    assert finished["title"] == "write"
    assert finished["done_at"] is not None


def sync_tables(folder: Path) -> None:
    """Make the tables as `atomos dev` does, in a process of its own, as the module is imported there."""
    code = (
        "from atomos.cli.loading import load_application, locate\n"
        "from atomos.cli.preparing import prepare\n"
        "target = locate('todo:service'); prepare(target, load_application(target))"
    )
    subprocess.run([sys.executable, "-c", code], cwd=folder, check=True)


def call(*words: str) -> Any:
    result = CliRunner().invoke(main, ["call", "todo:service", *words])
    assert result.exit_code == 0, result.output
    return json.loads(result.output)
