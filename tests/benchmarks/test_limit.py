"""The limit has to be right before it may be fast."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from benchmarks.harness.database import Counts, Database, PostgresDatabase, SqliteDatabase, seeded_id
from benchmarks.harness.load import Request
from benchmarks.limit import postgres, sqlite
from benchmarks.limit.app import Limit
from benchmarks.limit.identity import new_id
from benchmarks.limit.store import Store
from benchmarks.work.requests import LIST, requests_for

ROWS = 250


@dataclass
class Running:
    """The limit over a database that holds seeded rows."""

    database: Database
    store: Store
    client: httpx.AsyncClient

    async def send(self, request: Request) -> httpx.Response:
        return await self.client.request(request.method, request.path, content=request.body)

    async def counts(self) -> Counts:
        return await asyncio.to_thread(self.database.counts, "outbox")


@pytest.fixture(params=["sqlite", "postgresql", "postgresql, delivering"])
async def limit(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Running]:
    database: Database
    store: Store
    if request.param == "sqlite":
        path = tmp_path / "limit.db"
        sqlite.create_tables(str(path))
        database, store = SqliteDatabase(path), sqlite.SqliteStore(str(path))
    else:
        url = request.getfixturevalue("postgres_url")
        await postgres.create_tables(url)
        database, store = PostgresDatabase(url), postgres.PostgresStore(url, 3, delivers="," in request.param)
    await asyncio.to_thread(database.fill, ROWS, {"version": "1"})
    await store.open()
    transport = httpx.ASGITransport(app=Limit(store, routes=3))
    async with httpx.AsyncClient(transport=transport, base_url="http://limit") as client:
        yield Running(database, store, client)
    await store.close()


async def test_a_command_inserts_a_posting_and_tells_one_event(limit: Running) -> None:
    answer = await limit.send(requests_for("a", ROWS)[0])
    assert answer.status_code == 201
    assert (await limit.client.get(f"/postings/{answer.json()['id']}")).json() == answer.json()
    counts = await limit.counts()
    assert counts.postings == ROWS + 1
    assert counts.waiting + limit.store.delivered == 1


async def test_actions_at_once_on_one_posting_are_all_kept(limit: Running) -> None:
    apply = requests_for("b", ROWS)[0]
    answers = await asyncio.gather(*(limit.send(apply) for _ in range(20)))
    assert {answer.status_code for answer in answers} == {200}
    assert sorted(answer.json()["applications"] for answer in answers) == list(range(1, 21))
    assert (await limit.counts()).applications == 20


async def test_the_list_holds_fifty_of_the_kind_with_the_newest_first(limit: Running) -> None:
    items = (await limit.client.get(LIST)).json()["items"]
    assert len(items) == 50
    assert {item["employment"] for item in items} == {"permanent"}
    assert [item["posted_at"] for item in items] == sorted((item["posted_at"] for item in items), reverse=True)


async def test_a_check_answers_without_the_database(limit: Running) -> None:
    answer = await limit.send(requests_for("e", ROWS)[0])
    assert answer.json() == {"words": 14, "spread": 20_000, "weekend": False}


async def test_what_is_not_there_or_not_valid_is_said(limit: Running) -> None:
    nobody = seeded_id(ROWS + 1)
    assert (await limit.client.get(f"/postings/{nobody}")).status_code == 404
    applying = Request("POST", f"/postings/{nobody}/applications", '{"applicant": "Ann"}')
    assert (await limit.send(applying)).status_code == 404
    assert (await limit.send(Request("POST", "/postings", '{"title": 1}'))).status_code == 422


async def test_numbered_routes_give_their_name_back(limit: Running) -> None:
    assert (await limit.client.get("/route-2/anything")).json() == "anything"
    assert (await limit.client.get("/route-3/anything")).status_code == 404


def test_identities_sort_in_the_order_of_their_making() -> None:
    made = [new_id() for _ in range(1_000)]
    assert made == sorted(set(made))
    assert {(each.version, each.variant) for each in made} == {(7, "specified in RFC 4122")}
