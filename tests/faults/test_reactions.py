"""A reaction follows what was committed, whatever became of the caller and of the other reactions."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import asyncpg
import pytest

import ledger
from atomos import Application, Settings
from ledger import Audit, Audited, OpenAccount, Paid, Pay, prepared
from services import module_of


@asynccontextmanager
async def writing_held(url: str) -> AsyncIterator[None]:
    """Keeps every payment from being committed."""
    if url.startswith("sqlite"):
        path = Path(urlsplit(url).path.removeprefix("/"))
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("begin immediate")
            yield
    else:
        other = await asyncpg.connect(url)
        await other.execute("begin; lock table entries in share mode")
        yield
        await other.close()


async def two_accounts(app: Application) -> tuple[UUID, UUID]:
    return (await app.execute(OpenAccount())).id, (await app.execute(OpenAccount())).id


async def test_a_caller_cancelled_during_its_commit_does_not_take_the_reaction_along(database_url: str) -> None:
    app = await asyncio.to_thread(prepared, database_url)
    async with app:
        accounts = await two_accounts(app)
        entries = 0
        while not entries:  # until one was cancelled too late to be taken back
            async with writing_held(database_url):
                paying = asyncio.create_task(app.execute(Pay(*accounts, 1)))
                await asyncio.sleep(0.2)
                paying.cancel()
                await asyncio.sleep(0)
            await asyncio.wait([paying])
            assert paying.cancelled()
            await app.execute(OpenAccount())  # it is written after what was written before
            entries = (await app.execute(Audit())).entries
        await app.settle()
        assert (await app.execute(Audit())).unfollowed == 0


async def test_failing_and_cancelled_reactions_stop_no_other(
    database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(event: Paid) -> None:
        raise RuntimeError("broken")

    async def cancelled(event: Paid) -> None:
        raise asyncio.CancelledError  # as one does that awaits something that was cancelled

    service = ledger.declare()
    service.include(module_of(cancelled, broken, name="_reactions_before"))
    app = service.build(Settings(database_url=database_url))
    await asyncio.to_thread(app.migrate)
    async with app:
        accounts = await two_accounts(app)
        for _ in range(3):
            await app.execute(Pay(*accounts, 1))
        await app.settle()
        assert await app.execute(Audit()) == Audited(2, 0, entries=3, torn=0, unfollowed=0)
    assert caplog.text.count("broken could not follow Paid") == 3
