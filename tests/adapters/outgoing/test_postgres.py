"""What the PostgreSQL store does beyond the contract of stores: its connections, its one statement, its errors."""

import asyncio
import random
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import asyncpg
import pytest

from atomos.adapters.outgoing.postgres import PostgresSettings, PostgresStore, from_url
from atomos.core.domain.errors import Conflict, Misconfigured, Unavailable
from atomos.core.ports.outgoing.store import Changes, Delete, Insert, Query, Session, Update
from atomos.storage.tables import create_tables
from atomos.testing.store_contract.domain import ACCOUNT, ENTITY_TYPES, ENTRY, Account, Entry

AT = datetime(2026, 1, 1, tzinfo=UTC)
QUICK = PostgresSettings(connections=4, acquire_timeout=0.3, lock_timeout=0.3)


END_WAITING = """
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'
"""


@pytest.fixture(scope="module")
def tables(module_postgres_url: str) -> str:
    create_tables(module_postgres_url, ENTITY_TYPES)
    return module_postgres_url


@pytest.fixture
async def url(tables: str) -> str:
    async with raw(tables) as connection:
        await connection.execute("; ".join(f'delete from "{t.collection}"' for t in reversed(ENTITY_TYPES)))
    return tables


@pytest.fixture
async def store(url: str) -> AsyncIterator[PostgresStore]:
    store = PostgresStore(url, ENTITY_TYPES, QUICK)
    await store.open()
    yield store
    await store.close()


@asynccontextmanager
async def raw(url: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        await connection.close()


def account(number: int) -> Account:
    return Account(uuid4(), "Ada", number)


def inserting(*entities: Account | Entry) -> Changes:
    return Changes(AT, [Insert(ACCOUNT if isinstance(each, Account) else ENTRY, each) for each in entities])


def updating(entity: Account, version: int = 1) -> Changes:
    return Changes(AT, updates=[Update(ACCOUNT, entity, ("balance",), version)])


async def increment(session: Session, id: UUID) -> bool:
    (kept,) = await session.get(ACCOUNT, [id])
    kept.entity.balance += 1
    try:
        await session.commit(updating(kept.entity, kept.version))
    except Conflict:
        return False
    return True


async def increment_surely(store: PostgresStore, id: UUID) -> None:
    if await increment(store, id) or await increment(store, id):
        return
    async with store.locking() as session:
        assert await increment(session, id)


async def end_connections(url: str) -> None:
    async with raw(url) as connection:
        await connection.fetch(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid()"
        )


async def test_32_tasks_lose_none_of_3200_increments(url: str) -> None:
    store = PostgresStore(url, ENTITY_TYPES, PostgresSettings(connections=8, acquire_timeout=60, lock_timeout=60))
    await store.open()
    await store.commit(inserting(one := account(1)))

    async def increment_often() -> None:
        for _ in range(100):
            await increment_surely(store, one.id)

    await asyncio.gather(*(increment_often() for _ in range(32)))
    (kept,) = await store.get(ACCOUNT, [one.id])
    await store.close()
    assert (kept.entity.balance, kept.version) == (3_200, 3_201)


async def test_cancelled_units_of_work_are_whole_or_not_there(url: str) -> None:
    store = PostgresStore(url, ENTITY_TYPES, PostgresSettings(connections=8))
    await store.open()
    chance = random.Random(7)
    for start in range(0, 2_000, 50):
        tasks = [
            asyncio.create_task(store.commit(inserting(account(n), Entry(n, None)))) for n in range(start, start + 50)
        ]
        for task in tasks:
            for _ in range(chance.randrange(3)):
                await asyncio.sleep(0)
            if chance.random() < 0.8:
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    accounts = {each.entity.number for each in await store.find(ACCOUNT, Query())}
    entries = {each.entity.id for each in await store.find(ENTRY, Query())}
    async with raw(url) as connection:
        states = await connection.fetch(
            "select state from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
        )
    await store.close()
    assert accounts == entries
    assert len(states) <= 8
    assert {row["state"] for row in states} == {"idle"}


async def test_cancelled_reads_leave_connections_that_answer_right(url: str) -> None:
    store = PostgresStore(url, ENTITY_TYPES, PostgresSettings(connections=4, acquire_timeout=60))
    await store.open()
    accounts = [account(n) for n in range(50)]
    await store.commit(inserting(*accounts))
    chance = random.Random(3)

    async def read(one: Account) -> None:
        (kept,) = await store.get(ACCOUNT, [one.id])
        assert kept.entity == one

    for _ in range(6):
        tasks = [asyncio.create_task(read(each)) for each in accounts]
        for task in tasks:
            await asyncio.sleep(0)
            if chance.random() < 0.5:
                task.cancel()
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        assert {type(outcome) for outcome in outcomes} == {type(None), asyncio.CancelledError}
    await store.close()


async def test_a_cancelled_lock_lets_go_of_the_row(store: PostgresStore) -> None:
    await store.commit(inserting(one := account(1)))
    held = asyncio.Event()

    async def hold() -> None:
        async with store.locking() as session:
            await session.get(ACCOUNT, [one.id])
            held.set()
            await asyncio.Event().wait()

    holder = asyncio.create_task(hold())
    await held.wait()
    with pytest.raises(Unavailable, match=r"took too long: .*lock timeout$"):
        await increment(store, one.id)
    holder.cancel()
    await asyncio.gather(holder, return_exceptions=True)
    assert await increment(store, one.id)


async def test_several_rows_of_one_type_are_one_part_of_the_statement(store: PostgresStore) -> None:
    accounts = [account(n) for n in range(600)]
    await store.commit(inserting(*accounts))
    for each in accounts:
        each.balance = each.number
    updates = [Update(ACCOUNT, each, ("balance",), 1) for each in accounts[:500]]
    deletes = [Delete(ACCOUNT, each.id, 1) for each in accounts[500:]]
    entries = [Insert(ENTRY, Entry(n, accounts[0].id)) for n in range(300)]
    await store.commit(Changes(AT, entries, updates, deletes))
    kept = {each.entity.number: each for each in await store.find(ACCOUNT, Query())}
    assert {number: (each.entity.balance, each.version) for number, each in kept.items()} == {
        number: (number, 2) for number in range(500)
    }
    assert await store.count(ENTRY, ()) == 300


async def test_units_of_work_over_the_same_rows_do_not_wait_in_a_circle(store: PostgresStore) -> None:
    accounts = [account(n) for n in range(20)]
    await store.commit(inserting(*accounts))
    forth = [Update(ACCOUNT, each, ("balance",), 1) for each in accounts]
    units = [Changes(AT, updates=forth if n % 2 else forth[::-1]) for n in range(8)]
    outcomes = await asyncio.gather(*(store.commit(unit) for unit in units), return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict"] * 7 + ["NoneType"]


async def test_reads_go_on_when_the_server_ended_idle_connections(store: PostgresStore, url: str) -> None:
    await store.commit(inserting(*(account(n) for n in range(4))))
    await asyncio.gather(*(store.find(ACCOUNT, Query()) for _ in range(4)))
    await end_connections(url)
    found = await asyncio.gather(*(store.count(ACCOUNT, ()) for _ in range(8)))
    assert found == [4] * 8


async def test_a_commit_whose_connection_breaks_is_unavailable_and_not_sent_again(
    store: PostgresStore, url: str
) -> None:
    await store.commit(inserting(one := account(1)))
    async with raw(url) as other, other.transaction():
        await other.execute('select 1 from "accounts" for update')
        commit = asyncio.create_task(store.commit(updating(one)))
        async with raw(url) as watcher:
            while not await watcher.fetch(END_WAITING):
                pass
        with pytest.raises(Unavailable, match=r"^PostgreSQL at .*, database .* "):
            await commit
    (kept,) = await store.get(ACCOUNT, [one.id])
    assert kept.version == 1


async def test_statements_are_prepared_anew_when_a_table_has_changed(postgres_url: str) -> None:
    await asyncio.to_thread(create_tables, postgres_url, ENTITY_TYPES)
    store = PostgresStore(postgres_url, ENTITY_TYPES, PostgresSettings(connections=1))
    await store.open()
    await store.commit(inserting(one := account(1)))
    await store.get(ACCOUNT, [one.id])
    async with raw(postgres_url) as other:
        await other.execute('alter table "accounts" alter "number" type numeric')
        await other.execute('alter table "accounts" alter "number" type bigint')
    assert await increment(store, one.id)
    await store.close()


async def test_who_waits_too_long_for_a_connection_is_told(url: str) -> None:
    store = PostgresStore(url, ENTITY_TYPES, PostgresSettings(connections=1, acquire_timeout=0.05))
    await store.open()
    async with store.locking():
        with pytest.raises(Unavailable) as busy:
            await store.count(ACCOUNT, ())
    assert str(busy.value) == (
        "all 1 connections to the database were busy for 0.05 s; allow more of them, or fewer messages at a time"
    )
    assert await store.count(ACCOUNT, ()) == 0
    await store.close()


async def test_a_server_that_cannot_be_reached_is_told_in_one_sentence() -> None:
    with pytest.raises(Unavailable) as error:
        await PostgresStore("postgresql://root:secret@127.0.0.1:1/service", ENTITY_TYPES).open()
    assert str(error.value).startswith("PostgreSQL at 127.0.0.1:1, database service cannot be reached (")
    assert str(error.value).endswith("; is the server running?")
    assert "secret" not in str(error.value)


async def test_a_database_that_does_not_exist_is_told(postgres_server: str) -> None:
    url = urlsplit(postgres_server)._replace(path="/atomos_nowhere").geturl()
    with pytest.raises(Misconfigured, match=r"database atomos_nowhere does not exist; create it with `createdb`"):
        await PostgresStore(url, ENTITY_TYPES).open()


async def test_a_database_without_tables_is_told_from_one_with_others(postgres_url: str, tables: str) -> None:
    with pytest.raises(Misconfigured, match=r"has no tables of this service yet; run `atomos migrate apply`$"):
        await PostgresStore(postgres_url, ENTITY_TYPES).open()
    with pytest.raises(Misconfigured, match="entries, specimens, vehicles no longer declared"):
        await PostgresStore(tables, [ACCOUNT]).open()


@pytest.mark.parametrize("url", ["mysql://host/db", "postgres:db", "service.db"])
def test_another_address_is_refused(url: str) -> None:
    with pytest.raises(Misconfigured, match="is no address"):
        from_url(url, ENTITY_TYPES)


async def test_a_store_that_is_not_open_is_unavailable(tables: str) -> None:
    with pytest.raises(Unavailable, match=r"is not open$"):
        await PostgresStore(tables, ENTITY_TYPES).count(ACCOUNT, ())


def test_a_missing_driver_is_named_with_what_installs_it() -> None:
    program = "import sys; sys.modules['asyncpg'] = None; import atomos.adapters.outgoing.postgres"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ended.stderr.splitlines()[-1].endswith(
        'PostgreSQL needs asyncpg; install it with `pip install "atomos-framework[postgres]"`'
    )
