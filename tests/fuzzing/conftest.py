"""The services that malformed requests are sent to, on real databases with something in them."""

import asyncio
import importlib
import sys
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from asgi_client import AsgiClient
from atomos import Application, Operator, Service, Settings
from jobboard.core.domain.command import ApprovePosting, DraftPosting, RegisterOrganisation, SubmitPosting
from jobboard.core.domain.place import Location
from jobboard.main import job_board
from raw_requests import Served

Fill = Callable[[Application], Coroutine[Any, Any, Sequence[str]]]
"""Adds something to read, and returns what leads to it."""

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('served')}/served.db"
    postgres: str = request.getfixturevalue("module_postgres_url")
    return postgres


@pytest.fixture(scope="module", params=["todo", "job board"])
def served(request: pytest.FixtureRequest, database_url: str) -> Iterator[Served]:
    service, fill, description = {
        "todo": (todo, add_task, "/openapi.json"),
        "job board": (job_board, publish_posting, "/api/openapi.json"),
    }[request.param]
    with running(service(), database_url, fill, description) as started:
        yield started


@contextmanager
def running(service: Service, url: str, fill: Fill, description: str) -> Iterator[Served]:
    """The service with its tables emptied first, as they may be those of another one."""
    app = service.build(Settings(database_url=url))
    app.migrate(allow_data_loss=True)
    with asyncio.Runner() as runner:
        runner.run(app.__aenter__())
        try:
            known = runner.run(fill(app))
            yield Served(app, runner, runner.run(AsgiClient(app).get(description)).json, known)
        finally:
            runner.run(app.__aexit__(None, None, None))


def todo() -> Service:
    """The example of the first page."""
    sys.path.insert(0, str(EXAMPLES))
    try:
        service: Service = importlib.import_module("todo").service
    finally:
        sys.path.remove(str(EXAMPLES))
    return service


async def add_task(app: Application) -> Sequence[str]:
    reply = await AsgiClient(app).post("/tasks", {"title": "write"})
    return [reply.json["id"]]


async def publish_posting(app: Application) -> Sequence[str]:
    employer = await app.execute(RegisterOrganisation("Parks & Trees"), actor=Operator())
    draft = DraftPosting(
        organisation_id=employer.id, title="Gardener", description="Plants trees.", location=Location("US")
    )
    posting = await app.execute(draft, actor=Operator())
    await app.execute(SubmitPosting(posting.id), actor=Operator())
    await app.execute(ApprovePosting(posting.id), actor=Operator())
    return [str(employer.id), employer.slug, str(posting.id), posting.slug]
