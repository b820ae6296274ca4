"""Requests cancelled at any point leave nothing behind: no transaction, no connection, no half of a unit of work."""

import asyncio
import os
import random
import sqlite3
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, closing
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from asgi_client import AsgiClient
from atomos import Application, Conflict
from ledger import Audit, Audited, Exchange, OpenAccount, Pay, PayByHand, PayByPhone, prepared
from waiting import until

CANCELLED = 10_000 if os.environ.get("ATOMOS_TEST_NIGHTLY") else 1_000
AT_ONCE = 20
ACCOUNTS = 40
POOL = 5
LONGEST = 0.05
"""Seconds that a request may run until it is cancelled."""

Payment = tuple[UUID, UUID, int]
"""Who pays whom how much."""

Request = Callable[[Application, Payment], Awaitable[str]]
"""Sends a payment, and returns what became of it."""


def executing(command: Callable[[UUID, UUID, int], Any]) -> Request:
    async def send(app: Application, payment: Payment) -> str:
        try:
            await app.execute(command(*payment))
        except Conflict:
            return "conflict"
        return "done"

    return send


def posting(path: str, key: Callable[[], str] | None = None) -> Request:
    async def send(app: Application, payment: Payment) -> str:
        payer, payee, amount = payment
        content = {"payer_id": str(payer), "payee_id": str(payee), "amount": amount}
        headers = {"idempotency-key": key()} if key else {}
        reply = await AsgiClient(app).post(path, content, **headers)
        return {201: "done", 204: "done", 409: "conflict"}.get(reply.status, reply.body.decode())

    return send


REQUESTS: Sequence[Request] = (
    *(executing(command) for command in (Pay, PayByPhone, PayByHand)),
    *(posting(path) for path in ("/entries", "/entries/by-phone", "/entries/by-hand")),
    posting("/entries", lambda: random.randbytes(8).hex()),
)


async def cancelled_somewhere(request: Awaitable[str]) -> str:
    """What became of a request that was cancelled after some steps of the event loop, or after some time."""
    task = asyncio.ensure_future(request)
    if random.random() < 0.5:
        for _ in range(random.randrange(100)):
            await asyncio.sleep(0)
    else:
        await asyncio.sleep(random.uniform(0, LONGEST))
    task.cancel()
    (outcome,) = await asyncio.gather(task, return_exceptions=True)
    return "cancelled" if isinstance(outcome, asyncio.CancelledError) else str(outcome)


async def cancel_many(app: Application, accounts: Sequence[UUID]) -> Counter[str]:
    """Send requests until so many were cancelled; how many ended how."""
    outcomes: Counter[str] = Counter()

    async def work() -> None:
        while outcomes["cancelled"] < CANCELLED:
            payer, payee = random.sample(accounts, 2)
            request = random.choice(REQUESTS)(app, (payer, payee, random.randint(1, 9)))
            outcomes[await cancelled_somewhere(request)] += 1

    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(work())
    return outcomes


async def assert_connections_are_free(app: Application, connections: int) -> None:
    async with AsyncExitStack() as held:
        for _ in range(connections):
            await held.enter_async_context(app.store.locking())


async def connections_to(postgres_url: str, condition: str = "true") -> int:
    connection = await asyncpg.connect(postgres_url)
    try:
        others = "datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()"
        count: int = await connection.fetchval(f"select count(*) from pg_stat_activity where {others} and {condition}")
    finally:
        await connection.close()
    return count


async def assert_nothing_is_open_in_postgres(url: str) -> None:
    """The server notices a moment later that a connection has been ended."""

    async def met() -> bool:
        return await connections_to(url) <= POOL and not await connections_to(url, "xact_start is not null")

    await until(met)


def assert_nothing_is_open_in_sqlite(path: Path) -> None:
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other:
        other.execute("begin immediate")
        other.execute("rollback")
        assert other.execute("pragma integrity_check").fetchall() == [("ok",)]


@pytest.fixture
def exchange() -> Exchange:
    return Exchange()


@pytest.fixture
def assert_nothing_is_open(database_url: str, tmp_path: Path) -> Callable[[Application], Awaitable[None]]:
    async def check(app: Application) -> None:
        if database_url.startswith("sqlite"):
            assert_nothing_is_open_in_sqlite(tmp_path / "ledger.db")
            await assert_connections_are_free(app, 1)
        else:
            await assert_nothing_is_open_in_postgres(database_url)
            await assert_connections_are_free(app, POOL)

    return check


async def test_cancelled_requests_leave_nothing_behind(
    database_url: str, exchange: Exchange, assert_nothing_is_open: Callable[[Application], Awaitable[None]]
) -> None:
    app = await asyncio.to_thread(prepared, database_url, exchange, pool_size=POOL)
    async with app:
        accounts = [(await app.execute(OpenAccount())).id for _ in range(ACCOUNTS)]
        outcomes = await cancel_many(app, accounts)
        await app.execute(OpenAccount())  # it is written after what was written before
        await app.settle()
        assert outcomes.keys() <= {"cancelled", "done", "conflict"}
        assert exchange.taken == 0
        await assert_nothing_is_open(app)
        audited = await app.execute(Audit())
        assert audited == Audited(ACCOUNTS + 1, 0, audited.entries, torn=0, unfollowed=0)
        assert audited.entries >= outcomes["done"]


async def test_a_closed_application_leaves_no_connection(database_url: str, tmp_path: Path) -> None:
    app = await asyncio.to_thread(prepared, database_url, pool_size=POOL)
    async with app:
        payer, payee = [(await app.execute(OpenAccount())).id for _ in range(2)]
        for _ in range(30):
            await cancelled_somewhere(random.choice(REQUESTS)(app, (payer, payee, 1)))
    if database_url.startswith("sqlite"):
        assert [path.name for path in tmp_path.iterdir()] == ["ledger.db"]  # noqa: ASYNC240 - it is quick; the last connection takes the log away
    else:

        async def met() -> bool:
            return not await connections_to(database_url)

        await until(met)


async def test_a_request_sent_again_after_its_cancellation_is_done_once(database_url: str) -> None:
    app = await asyncio.to_thread(prepared, database_url, pool_size=POOL)
    async with app:
        payer, payee = [(await app.execute(OpenAccount())).id for _ in range(2)]
        for amount in range(100):
            request = posting("/entries", f"payment-{amount}".format)
            await cancelled_somewhere(request(app, (payer, payee, amount)))

            async def is_done(request: Request = request, amount: int = amount) -> bool:
                answer = await request(app, (payer, payee, amount))
                assert answer in {"done", "conflict"}  # the latter while the first one is still being written
                return answer == "done"

            await until(is_done)
        await app.settle()
        assert await app.execute(Audit()) == Audited(2, 0, entries=100, torn=0, unfollowed=0)
