"""The limit: the benchmark's work, hand-written on raw ASGI. `python -m benchmarks.limit.app` makes its tables."""

import asyncio
import os
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

import msgspec

from benchmarks.domain import CheckJob, JobPosted, Posting, PostJob, verdict_on
from benchmarks.limit import postgres, sqlite
from benchmarks.limit.identity import new_id
from benchmarks.limit.rows import encode
from benchmarks.limit.store import Store

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Answer = tuple[int, bytes]

_SQLITE = "sqlite:///"
_read_job = msgspec.json.Decoder(PostJob).decode
_read_check = msgspec.json.Decoder(CheckJob).decode


class Applying(msgspec.Struct):
    applicant: str


_read_applying = msgspec.json.Decoder(Applying).decode


class Limit:
    """An ASGI application with nothing in it that the work does not ask for."""

    def __init__(self, store: Store, routes: int) -> None:
        self._store = store
        self._routes = {("POST", "/postings"): self._post, ("GET", "/postings"): self._list}
        self._routes |= {("POST", "/checks"): self._check, ("GET", "/delivered"): self._delivered}
        self._numbered = frozenset(f"/route-{number}" for number in range(routes))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await self._live(receive, send)
        path = scope["path"]
        respond = self._routes.get((scope["method"], path))
        try:
            if respond is not None:
                status, body = await respond(scope, receive)
            else:
                status, body = await self._respond_to_one(path, receive)
        except (msgspec.ValidationError, ValueError) as error:
            status, body = 422, encode(str(error))
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        return await send({"type": "http.response.body", "body": body})

    async def _respond_to_one(self, path: str, receive: Receive) -> Answer:
        first, _, rest = path[1:].partition("/")
        if first == "postings":
            id, _, action = rest.partition("/")
            return await (self._apply(id, receive) if action == "applications" else self._get(id))
        if f"/{first}" in self._numbered:
            return 200, encode(rest)
        return 404, b"null"

    async def _post(self, scope: Scope, receive: Receive) -> Answer:
        job = _read_job(await _body(receive))
        posting = Posting(
            new_id(),
            job.title,
            job.description,
            job.employment,
            job.headcount,
            job.tags,
            job.opens_on,
            job.salary,
            job.place,
            datetime.now(UTC),
        )
        await self._store.insert(posting, JobPosted(posting.id, posting.title))
        return 201, encode(posting)

    async def _apply(self, id: str, receive: Receive) -> Answer:
        applying = _read_applying(await _body(receive))
        try:
            posting, _ = await self._store.apply(UUID(id), applying.applicant)
        except LookupError:
            return 404, b"null"
        return 200, encode(posting)

    async def _get(self, id: str) -> Answer:
        posting = await self._store.get(UUID(id))
        return (404, b"null") if posting is None else (200, encode(posting))

    async def _list(self, scope: Scope, receive: Receive) -> Answer:
        query = parse_qs(scope["query_string"].decode())
        postings = await self._store.newest(query["employment"][0], int(query["limit"][0]))
        return 200, encode({"items": postings})

    async def _check(self, scope: Scope, receive: Receive) -> Answer:
        return 200, encode(verdict_on(_read_check(await _body(receive))))

    async def _delivered(self, scope: Scope, receive: Receive) -> Answer:
        return 200, encode(self._store.delivered)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        await self._store.open()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._store.close()
        await send({"type": "lifespan.shutdown.complete"})


async def _body(receive: Receive) -> bytes:
    message = await receive()
    body: bytes = message["body"]
    while message.get("more_body"):
        message = await receive()
        body += message["body"]
    return body


def _store(url: str) -> Store:
    if url.startswith(_SQLITE):
        return sqlite.SqliteStore(url.removeprefix(_SQLITE))
    delivers = os.environ.get("LIMIT_DELIVERS") == "1"
    return postgres.PostgresStore(url, int(os.environ.get("POOL_SIZE", "10")), delivers=delivers)


def create() -> Limit:
    """The application for the database that the environment names."""
    return Limit(_store(os.environ["DATABASE_URL"]), int(os.environ.get("BENCHMARK_ROUTES", "0")))


if __name__ == "__main__":
    database_url = os.environ["DATABASE_URL"]
    if database_url.startswith(_SQLITE):
        sqlite.create_tables(database_url.removeprefix(_SQLITE))
    else:
        asyncio.run(postgres.create_tables(database_url))
