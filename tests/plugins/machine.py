"""What the tests ask of the machine they run on: a PostgreSQL server, a browser, the full data files.

What is not there is left out, and the end of the run says in one line each what and why. With
`ATOMOS_TEST_LEAVE_OUT=forbidden` leaving out is a failure.
"""

import asyncio
import os
import shutil
from collections import Counter
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import pytest

LEFT_OUT = "left out: "
POSTGRES_SERVERS = (
    "postgresql://root@127.0.0.1:5432/postgres",
    "postgresql://postgres@127.0.0.1:5432/postgres",
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SHARED_DATA = Path(__file__).parents[3] / "shared" / "data"
COSTS = {"postgres_server": 1, "chromium_path": 2}


def leave_out(reason: str) -> NoReturn:
    """End the test as left out, or as failed where leaving out is forbidden."""
    if os.environ.get("ATOMOS_TEST_LEAVE_OUT") == "forbidden":
        pytest.fail(f"may not be left out: {reason}", pytrace=False)
    pytest.skip(LEFT_OUT + reason)


@pytest.fixture(scope="session")
def postgres_server() -> str:
    """The URL of a PostgreSQL server on which databases may be created."""
    named = os.environ.get("ATOMOS_TEST_POSTGRES")
    faults = []
    for url in (named,) if named else POSTGRES_SERVERS:
        try:
            _execute(url, "select 1")
        except (OSError, TimeoutError, asyncpg.PostgresError) as error:
            faults.append(f"{_place(url)}: {str(error) or type(error).__name__}")
        else:
            return url
    leave_out(f"no PostgreSQL to create databases on ({'; '.join(faults)}); name one in ATOMOS_TEST_POSTGRES")


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The URL of an empty database of the test's own."""
    yield from _database(postgres_server)


@pytest.fixture(scope="module")
def module_postgres_url(postgres_server: str) -> Iterator[str]:
    """The URL of a database that the tests of one module share."""
    yield from _database(postgres_server)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The Chromium or Chrome to start, for Playwright's `executable_path`."""
    for name in BROWSERS:
        if path := shutil.which(name):
            return path
    leave_out(f"no browser ({', '.join(BROWSERS)}) on the PATH")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with the full data files, which lies beside the clone."""
    if not SHARED_DATA.is_dir():
        leave_out("the full data files are not in ../shared/data")
    return SHARED_DATA


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the fast tests first; within one cost the random order stays."""
    items.sort(key=lambda item: max(COSTS.get(name, 0) for name in ("", *getattr(item, "fixturenames", ()))))


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was left out, one line for each reason."""
    reasons = Counter(
        reason.partition(LEFT_OUT)[2]
        for report in terminalreporter.getreports("skipped")
        if isinstance(report.longrepr, tuple) and LEFT_OUT in (reason := report.longrepr[2])
    )
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"Left out {count} test{'s' * (count > 1)}: {reason}.", yellow=True)


def _place(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.username}@{parts.hostname}:{parts.port}"


def _database(server: str) -> Iterator[str]:
    name = f"atomos_test_{uuid4().hex}"
    _execute(server, f'create database "{name}" template template0')
    yield urlsplit(server)._replace(path=f"/{name}").geturl()
    _execute(server, f'drop database "{name}" with (force)')


def _execute(url: str, statement: str) -> None:
    async def connect_and_execute() -> None:
        connection = await asyncpg.connect(url, timeout=5)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    _run_apart(connect_and_execute())


def _run_apart(work: Coroutine[Any, Any, None]) -> None:
    """Run in another thread: the test's own may have a running loop (Playwright keeps one)."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()
