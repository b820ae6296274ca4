"""What the SQLite store does beyond the contract of stores: its file, its threads, its batches."""

import asyncio
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from atomos.adapters.outgoing.sqlite import SqliteSettings, SqliteStore, from_url
from atomos.adapters.outgoing.sqlite.connection import Database
from atomos.adapters.outgoing.sqlite.reader import Reader
from atomos.core.domain.errors import Conflict, Misconfigured, Unavailable
from atomos.core.ports.outgoing.store import Changes, Insert, Query, Store, Update
from atomos.storage.tables import create_tables
from atomos.testing.store_contract.domain import ACCOUNT, ENTITY_TYPES, ENTRY, Account, Entry

AT = datetime(2026, 1, 1, tzinfo=UTC)
ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "empty.db"
    create_tables(f"sqlite:///{path}", ENTITY_TYPES)
    return path


@pytest.fixture
def path(empty: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(empty, tmp_path / "service.db"))


@pytest.fixture
async def store(path: Path) -> AsyncIterator[SqliteStore]:
    store = SqliteStore(path, ENTITY_TYPES, SqliteSettings(busy_timeout=0.2, read_budget=20_000))
    await store.open()
    yield store
    await store.close()


def account(number: int, id: UUID | None = None) -> Account:
    return Account(id or uuid4(), "Ada", number)


def inserting(*entities: Account | Entry) -> Changes:
    return Changes(AT, [Insert(ACCOUNT if isinstance(each, Account) else ENTRY, each) for each in entities])


async def increment(store: Store, id: UUID) -> bool:
    (kept,) = await store.get(ACCOUNT, [id])
    kept.entity.balance += 1
    try:
        await store.commit(Changes(AT, updates=[Update(ACCOUNT, kept.entity, ("balance",), kept.version)]))
    except Conflict:
        return False
    return True


async def open_and_close(store: SqliteStore) -> None:
    await store.open(check=False)
    await store.close()


async def test_the_file_is_created_with_its_folder(tmp_path: Path) -> None:
    await open_and_close(SqliteStore(tmp_path / "some" / "folder" / "service.db", ENTITY_TYPES))
    assert (tmp_path / "some" / "folder" / "service.db").is_file()


def test_an_address_is_relative_or_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for url in ("sqlite:///relative.db", f"sqlite:///{tmp_path}/absolute.db"):
        asyncio.run(open_and_close(from_url(url, ENTITY_TYPES)))
    assert {file.name for file in tmp_path.glob("*.db")} == {"relative.db", "absolute.db"}


@pytest.mark.parametrize("url", ["sqlite:service.db", "sqlite://host/service.db", "postgresql://host/db"])
def test_another_address_is_refused(url: str) -> None:
    with pytest.raises(Misconfigured, match="is no address of a SQLite file"):
        from_url(url, ENTITY_TYPES)


async def test_a_database_without_tables_is_told_from_one_with_others(tmp_path: Path, path: Path) -> None:
    bare = SqliteStore(tmp_path / "bare.db", ENTITY_TYPES)
    with pytest.raises(Misconfigured) as missing:
        await bare.open()
    assert str(missing.value) == (
        f"the database {tmp_path}/bare.db has no tables of this service yet; run `atomos migrate apply`"
    )
    fewer = SqliteStore(path, [ACCOUNT])
    with pytest.raises(Misconfigured) as other:
        await fewer.open()
    assert str(other.value) == (
        f"the database {path} has other tables than this service: "
        "entries, specimens, vehicles no longer declared; run `atomos migrate apply`"
    )


async def test_another_file_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text("Dear Ada, this is no database, and long enough to look like one." * 20)
    with pytest.raises(Misconfigured, match=r"is not a SQLite database; name another file$"):
        await SqliteStore(tmp_path / "letter.db", ENTITY_TYPES).open()
    with pytest.raises(Unavailable, match=r"cannot create the folder of .*letter.db/service.db: "):
        await SqliteStore(tmp_path / "letter.db" / "service.db", ENTITY_TYPES).open()


async def test_a_store_that_is_not_open_is_unavailable(path: Path) -> None:
    store = SqliteStore(path, ENTITY_TYPES)
    with pytest.raises(Unavailable, match=r"is not open$"):
        await store.get(ACCOUNT, [uuid4()])
    with pytest.raises(Unavailable, match=r"is not open$"):
        await store.commit(inserting(account(1)))


async def test_another_process_that_writes_for_too_long_makes_it_unavailable(store: SqliteStore, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable, match=r"is locked: another process has been writing to it for too long$"):
            await store.commit(inserting(account(1)))
        with pytest.raises(Unavailable, match="is locked"):
            async with store.locking():
                pass
        assert await store.count(ACCOUNT, ()) == 0
        other.execute("ROLLBACK")
    await store.commit(inserting(account(1)))
    assert await store.count(ACCOUNT, ()) == 1


async def test_a_long_read_leaves_the_event_loop_and_comes_back_whole(store: SqliteStore) -> None:
    await store.commit(inserting(*(account(number) for number in range(3_000))))
    found = await store.find(ACCOUNT, Query())
    assert sorted(each.entity.number for each in found) == list(range(3_000))
    assert any(thread.name.startswith("atomos-sqlite-reader") for thread in threading.enumerate())


async def test_an_endless_read_ends_with_its_caller(path: Path) -> None:
    reader = Reader(Database(path, SqliteSettings(reader_threads=1)))
    endless = asyncio.create_task(reader.read(ENDLESS, (), len))
    await asyncio.sleep(0.05)
    endless.cancel()
    with pytest.raises(asyncio.CancelledError):
        await endless
    assert await reader.read("SELECT 1", (), len) == 1
    await reader.close()


async def test_closing_ends_an_endless_read(path: Path) -> None:
    reader = Reader(Database(path, SqliteSettings()))
    endless = asyncio.create_task(reader.read(ENDLESS, (), len))
    await asyncio.sleep(0.05)
    await reader.close()
    with pytest.raises(Unavailable, match=r"cannot be used: interrupted$"):
        await endless


async def test_a_unit_that_fails_late_spares_those_in_its_batch(store: SqliteStore) -> None:
    taken = account(-1)
    await store.commit(inserting(taken, Entry(1_000, None)))
    units = [inserting(account(n), Entry(1_000 if n % 4 == 0 else n, None)) for n in range(32)]
    outcomes = await asyncio.gather(*(store.commit(unit) for unit in units), return_exceptions=True)
    assert [outcome is None for outcome in outcomes] == [n % 4 != 0 for n in range(32)]
    kept = {each.entity.number for each in await store.find(ACCOUNT, Query())}
    assert kept == {-1, *(n for n in range(32) if n % 4)}
    assert await store.count(ENTRY, ()) == 25


async def test_a_circle_of_references_is_looked_at_when_the_unit_is_done(store: SqliteStore) -> None:
    rest = [store.commit(inserting(account(n))) for n in range(4)]
    circle = store.commit(inserting(Entry(1, None, cause_id=2), Entry(2, None, cause_id=1)))
    await asyncio.gather(circle, *rest)
    assert (await store.count(ENTRY, ()), await store.count(ACCOUNT, ())) == (2, 4)


async def test_32_tasks_lose_none_of_3200_increments(path: Path) -> None:
    store = SqliteStore(path, ENTITY_TYPES, SqliteSettings(synchronous="OFF"))
    await store.open()
    await store.commit(inserting(one := account(1)))

    async def increment_often() -> None:
        done = 0
        while done < 100:
            done += await increment(store, one.id)

    await asyncio.gather(*(increment_often() for _ in range(32)))
    (kept,) = await store.get(ACCOUNT, [one.id])
    await store.close()
    assert (kept.entity.balance, kept.version) == (3_200, 3_201)


async def test_cancelled_units_of_work_are_whole_or_not_there(store: SqliteStore, path: Path) -> None:
    chance = random.Random(7)
    for start in range(0, 3_000, 100):
        tasks = [
            asyncio.create_task(store.commit(inserting(account(n), Entry(n, None)))) for n in range(start, start + 100)
        ]
        for task in tasks:
            if chance.random() < 0.1:
                await asyncio.sleep(0)
            if chance.random() < 0.8:
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    accounts = {each.entity.number for each in await store.find(ACCOUNT, Query())}
    entries = {each.entity.id for each in await store.find(ENTRY, Query())}
    assert accounts == entries
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")


WRITER = """
    import asyncio, sys
    from datetime import UTC, datetime
    from uuid import uuid4
    from atomos.adapters.outgoing.sqlite import SqliteStore
    from atomos.core.ports.outgoing.store import Changes, Insert
    from atomos.testing.store_contract.domain import ACCOUNT, ENTITY_TYPES, ENTRY, Account, Entry

    async def write(store, first, step):
        number = first
        while True:
            unit = [Insert(ACCOUNT, Account(uuid4(), "Ada", number)), Insert(ENTRY, Entry(number, None))]
            await store.commit(Changes(datetime.now(UTC), unit))
            print(number, flush=True)
            number += step

    async def main():
        store = SqliteStore(sys.argv[1], ENTITY_TYPES)
        await store.open()
        await asyncio.gather(*(write(store, int(sys.argv[2]) + k, 8) for k in range(8)))

    asyncio.run(main())
"""


def test_what_was_acknowledged_survives_kill_9(path: Path) -> None:
    chance = random.Random(9)
    acknowledged: set[int] = set()
    for attempt in range(4):
        command = [sys.executable, "-c", textwrap.dedent(WRITER), str(path), str(attempt * 1_000_000)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for _ in range(chance.randrange(20, 400)):
                acknowledged.add(int(process.stdout.readline()))
            os.kill(process.pid, signal.SIGKILL)
            acknowledged |= {int(line) for line in process.stdout if line.endswith("\n")}
    accounts, entries = asyncio.run(numbers_kept(path))
    assert accounts == entries
    assert acknowledged <= accounts
    with closing(Database(path, SqliteSettings()).connect()) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


async def numbers_kept(path: Path) -> tuple[set[int], set[int]]:
    store = SqliteStore(path, ENTITY_TYPES)
    await store.open()
    accounts = {each.entity.number for each in await store.find(ACCOUNT, Query())}
    entries = {each.entity.id for each in await store.find(ENTRY, Query())}
    await store.close()
    return accounts, entries
