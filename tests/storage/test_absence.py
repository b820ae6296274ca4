"""Rows that were written before a value object had a field: SQL reads its default, as Python does."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from atomos.adapters.outgoing.postgres import PostgresStore
from atomos.adapters.outgoing.sqlite import SqliteStore
from atomos.core.domain.rule import Condition
from atomos.core.ports.outgoing.ordering import in_order
from atomos.core.ports.outgoing.store import Changes, Insert, Order, Query, Store
from atomos.core.wiring.entity import read_entity
from atomos.core.wiring.rule import compile_rule
from atomos.storage.absence import Default, defaults
from atomos.storage.tables import create_tables

KEY = UUID(int=7)


class Period(Enum):
    YEAR = "year"
    HOUR = "hour"


@dataclass(frozen=True)
class Money:
    amount: Decimal
    currency: str | None = "it's EUR"


@dataclass(frozen=True)
class Pay:
    least: Money = Money(Decimal("9.50"))
    most: Money | None = Money(Decimal(20), None)
    period: Period = Period.YEAR
    count: int = 3
    ratio: float = 0.1
    paid: bool = True
    since: datetime = datetime(2020, 1, 1, tzinfo=UTC)
    notice: timedelta = timedelta(days=14)
    key: UUID = KEY
    mark: bytes = b"\xff"
    words: tuple[str, ...] = ("new", "old")
    ratios: list[float] = field(default_factory=lambda: [0.5])
    empty: list[str] = field(default_factory=list)


@dataclass
class Job:
    id: int
    pay: Pay | None


JOB = read_entity(Job, indexes=["pay.count", "pay.least.currency", "pay.period"])
OLD = ("{}", '{"least":{"amount":"1"},"most":null,"count":1}', '{"least":{"amount":"2","currency":null}}', None)


def foreign(job: Job) -> bool:
    return job.pay is not None and job.pay.least.currency == "it's EUR"


def dear(job: Job, amount: Decimal) -> bool:
    return job.pay is not None and job.pay.least.amount > amount


def capped(job: Job) -> bool:
    return job.pay is not None and job.pay.most is not None


def capped_above(job: Job, amount: Decimal) -> bool:
    return job.pay is not None and job.pay.most is not None and job.pay.most.amount >= amount


def yearly(job: Job) -> bool:
    return job.pay is not None and job.pay.period == Period.YEAR


def several(job: Job) -> bool:
    return job.pay is not None and job.pay.count >= 2 and job.pay.ratio == 0.1 and job.pay.paid


def noticed(job: Job, since: datetime, notice: timedelta) -> bool:
    return job.pay is not None and job.pay.since == since and job.pay.notice == notice


def keyed(job: Job, key: UUID, mark: bytes) -> bool:
    return job.pay is not None and job.pay.key == key and job.pay.mark == mark


def worded(job: Job, word: str, ratio: float) -> bool:
    return job.pay is not None and word in job.pay.words and ratio in job.pay.ratios


def wordless(job: Job, word: str) -> bool:
    return job.pay is not None and word not in job.pay.empty


QUESTIONS: tuple[tuple[Callable[..., bool], dict[str, object]], ...] = (
    (foreign, {}),
    (dear, {"amount": Decimal(1)}),
    (capped, {}),
    (capped_above, {"amount": Decimal(20)}),
    (yearly, {}),
    (several, {}),
    (noticed, {"since": Pay().since, "notice": Pay().notice}),
    (keyed, {"key": KEY, "mark": Pay().mark}),
    (worded, {"word": "old", "ratio": 0.5}),
    (wordless, {"word": "old"}),
)
ORDERS = ("pay.least.amount", "pay.least.currency", "pay.period", "pay.ratio", "pay.since")


async def check(store: Store) -> None:
    jobs = [kept.entity for kept in await store.get(JOB, range(len(OLD)))]
    assert len(jobs) == len(OLD)
    for function, values in QUESTIONS:
        condition = Condition(compile_rule(function, JOB), values)
        found = await store.find(JOB, Query((condition,), (Order("id"),)))
        in_python = [job.id for job in in_order(jobs, (Order("id"),)) if condition.holds(job)]
        assert [kept.entity.id for kept in found] == in_python, function.__name__
        assert in_python, function.__name__
    for path in ORDERS:
        order = (Order(path), Order("id"))
        found = await store.find(JOB, Query(order=order))
        assert [kept.entity for kept in found] == in_order(jobs, order), path


def inserting_all() -> Changes:
    return Changes(datetime(2026, 1, 1, tzinfo=UTC), [Insert(JOB, Job(id, Pay())) for id in range(len(OLD))])


async def test_sqlite_reads_the_default_of_a_missing_key(tmp_path: Path) -> None:
    file = tmp_path / "jobs.db"
    create_tables(f"sqlite:///{file}", [JOB])
    store = SqliteStore(file, [JOB])
    await store.open()
    await store.commit(inserting_all())
    with sqlite3.connect(file) as connection:
        for id, json in enumerate(OLD):
            connection.execute('UPDATE "jobs" SET "pay" = ? WHERE "id" = ?', (json, id))
    connection.close()
    await check(store)
    await store.close()


async def test_postgresql_reads_the_default_of_a_missing_key(postgres_url: str) -> None:
    create_tables(postgres_url, [JOB])
    store = PostgresStore(postgres_url, [JOB])
    await store.open()
    await store.commit(inserting_all())
    connection = await asyncpg.connect(postgres_url)
    for id, json in enumerate(OLD):
        await connection.execute('UPDATE "jobs" SET "pay" = $1::text::jsonb WHERE "id" = $2', json, id)
    await connection.close()
    await check(store)
    await store.close()


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("pay.count", [(1, "3")]),
        ("pay.least.currency", [(1, '"it\'s EUR"'), (2, '"it\'s EUR"')]),
        ("pay.most.currency", [(2, '"it\'s EUR"')]),
        ("pay.least.amount", [(1, '"9.50"')]),
        ("pay", []),
    ],
)
def test_defaults_stand_for_each_missing_key_on_the_way(path: str, expected: list[Default]) -> None:
    assert list(defaults(JOB, tuple(path.split(".")))) == expected
