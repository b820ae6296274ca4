"""A serving process that is killed under load loses nothing that it has acknowledged."""

import asyncio
import itertools
import os
import random
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import httpx

import ledger
from ledger import Audit, OpenAccount, prepared
from waiting import until

KILLS = 50 if os.environ.get("ATOMOS_TEST_NIGHTLY") else 10
CLIENTS = 8


@dataclass
class Acknowledged:
    """The ids that were answered with 201."""

    accounts: list[str] = field(default_factory=list)
    entries: list[str] = field(default_factory=list)


@asynccontextmanager
async def serving(url: str) -> AsyncIterator[str]:
    """The address of a process that serves the ledger; it is killed in the end."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "atomos", "run", "ledger:service", "--port", "0"),
        cwd=Path(ledger.__file__).parent,
        env=os.environ | {"DATABASE_URL": url, "LOG_LEVEL": "error"},
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        told = await process.stdout.readline()
        yield told.decode().split()[-1]
    finally:
        process.kill()
        await process.communicate()


async def post_until_it_ends(client: httpx.AsyncClient, ids: list[str], acknowledged: Acknowledged) -> None:
    """Open accounts and pay between the known ones in turns, until nobody answers any more."""
    with suppress(httpx.TransportError):
        for opens in itertools.cycle([True, False]):
            payer, payee = random.sample(ids, 2)
            payment = {"payer_id": payer, "payee_id": payee, "amount": 1}
            reply = await client.post("/accounts") if opens else await client.post("/entries", json=payment)
            assert reply.status_code == 201, reply.text
            (acknowledged.accounts if opens else acknowledged.entries).append(reply.json()["id"])


async def load_and_kill(url: str, ids: list[str], acknowledged: Acknowledged) -> None:
    wanted = len(acknowledged.entries) + random.randrange(100)

    async def is_served() -> bool:
        with suppress(httpx.TransportError):
            await client.get("/docs")
            return True
        return False

    async def is_loaded() -> bool:
        return len(acknowledged.entries) >= wanted

    async with asyncio.TaskGroup() as group, httpx.AsyncClient() as client, serving(url) as address:
        client.base_url = httpx.URL(address)
        await until(is_served)
        for _ in range(CLIENTS):
            group.create_task(post_until_it_ends(client, ids, acknowledged))
        await until(is_loaded)


async def test_what_was_acknowledged_outlives_the_process(database_url: str, tmp_path: Path) -> None:
    acknowledged = Acknowledged()
    app = await asyncio.to_thread(prepared, database_url)
    async with app:
        ids = [str((await app.execute(OpenAccount())).id) for _ in range(20)]
    for _ in range(KILLS):
        await load_and_kill(database_url, ids, acknowledged)
    async with app:
        for entity_type in app.manifest.entities:
            told = getattr(acknowledged, entity_type.collection, [])
            kept = await app.store.get(entity_type, [UUID(id) for id in told])
            assert len(kept) == len(told)
        assert (await app.execute(Audit())).torn == 0
    if database_url.startswith("sqlite"):
        with closing(sqlite3.connect(tmp_path / "ledger.db")) as connection:
            assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
