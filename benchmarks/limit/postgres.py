"""Postings in PostgreSQL, as fast as they can be written by hand.

Statements are prepared once a connection, the pool resets nothing, and a unit of work is a load and one data-modifying
statement that writes the outbox row beside the change and fails whole when the version moved on.
"""

import asyncio
from collections import deque
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg

from benchmarks.domain import Applied, JobPosted, Posting
from benchmarks.limit.identity import new_id
from benchmarks.limit.rows import COLUMNS, encode, from_row, to_row

TABLES = """
CREATE TABLE postings (
  id uuid PRIMARY KEY, title text NOT NULL, description text NOT NULL, employment text NOT NULL,
  headcount bigint NOT NULL, tags jsonb NOT NULL, opens_on date NOT NULL, salary jsonb NOT NULL, place jsonb NOT NULL,
  posted_at timestamptz NOT NULL, applications bigint NOT NULL, last_applicant text, version bigint NOT NULL
);
CREATE INDEX ON postings (employment, posted_at);
CREATE TABLE outbox (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, message_id uuid NOT NULL UNIQUE, type text NOT NULL,
  ordering_key text NOT NULL, payload jsonb NOT NULL, occurred_at timestamptz NOT NULL
);
"""
_INSERT = f"""
WITH posting AS (
  INSERT INTO postings ({COLUMNS}, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1) RETURNING 1
)
INSERT INTO outbox (message_id, type, ordering_key, payload, occurred_at) SELECT $13, $14, $15, $16, $10 FROM posting
RETURNING seq
"""
_SAVE = """
WITH changed AS (
  UPDATE postings SET applications = $3, last_applicant = $4, version = version + 1 WHERE id = $1 AND version = $2
  RETURNING 1
), guard AS MATERIALIZED (SELECT 1 / CASE WHEN (SELECT count(*) FROM changed) = 1 THEN 1 ELSE 0 END)
INSERT INTO outbox (message_id, type, ordering_key, payload, occurred_at) SELECT $5, $6, $7, $8, $9 FROM guard
RETURNING seq
"""
_GET = f"SELECT {COLUMNS} FROM postings WHERE id = $1"
_LOAD = f"SELECT version, {COLUMNS} FROM postings WHERE id = $1"
_NEWEST = f"SELECT {COLUMNS} FROM postings WHERE employment = $1 ORDER BY posted_at DESC LIMIT $2"
_FORGET = "DELETE FROM outbox WHERE seq = ANY($1)"


class Link:
    """One connection with its prepared statements."""

    __slots__ = ("connection", "forget", "get", "insert", "load", "newest", "save")

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    async def prepare(self) -> "Link":
        """Prepare every statement."""
        self.insert = await self.connection.prepare(_INSERT)
        self.save = await self.connection.prepare(_SAVE)
        self.get = await self.connection.prepare(_GET)
        self.load = await self.connection.prepare(_LOAD)
        self.newest = await self.connection.prepare(_NEWEST)
        self.forget = await self.connection.prepare(_FORGET)
        return self


class PostgresStore:
    """Implements `Store`. With `delivers`, events go to a listener in this process, which takes their rows out."""

    def __init__(self, url: str, connections: int, *, delivers: bool) -> None:
        self.delivered = 0
        self._url = url
        self._connections = connections
        self._delivers = delivers
        self._free: asyncio.LifoQueue[Link] = asyncio.LifoQueue()
        self._waiting: deque[int] = deque()
        self._worker: asyncio.Task[None] | None = None

    async def open(self) -> None:
        for _ in range(self._connections):
            self._free.put_nowait(await Link(await asyncpg.connect(self._url)).prepare())

    async def close(self) -> None:
        if self._worker is not None:
            await self._worker
        while not self._free.empty():
            await self._free.get_nowait().connection.close()

    async def insert(self, posting: Posting, event: JobPosted) -> None:
        link = await self._free.get()
        try:
            payload = encode(event).decode()
            seq = await link.insert.fetchval(*to_row(posting), new_id(), "job_posted", f"posting:{posting.id}", payload)
        finally:
            self._free.put_nowait(link)
        self._deliver(seq)

    async def apply(self, id: UUID, applicant: str) -> tuple[Posting, Applied]:
        while True:
            with suppress(asyncpg.DivisionByZeroError):
                return await self._try_to_apply(id, applicant)

    async def get(self, id: UUID) -> Posting | None:
        link = await self._free.get()
        try:
            row = await link.get.fetchrow(id)
        finally:
            self._free.put_nowait(link)
        return None if row is None else from_row(row)

    async def newest(self, employment: str, limit: int) -> list[Posting]:
        link = await self._free.get()
        try:
            rows = await link.newest.fetch(employment, limit)
        finally:
            self._free.put_nowait(link)
        return [from_row(row) for row in rows]

    async def _try_to_apply(self, id: UUID, applicant: str) -> tuple[Posting, Applied]:
        link = await self._free.get()
        try:
            row = await link.load.fetchrow(id)
            if row is None:
                raise LookupError(id)
            version, *values = row
            posting = from_row(values)
            posting.applications += 1
            posting.last_applicant = applicant
            event = Applied(id, posting.applications)
            seq = await link.save.fetchval(
                id,
                version,
                posting.applications,
                applicant,
                new_id(),
                "applied",
                f"posting:{id}",
                encode(event).decode(),
                datetime.now(UTC),
            )
        finally:
            self._free.put_nowait(link)
        self._deliver(seq)
        return posting, event

    def _deliver(self, seq: int) -> None:
        if not self._delivers:
            return
        self._waiting.append(seq)
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._work())

    async def _work(self) -> None:
        while self._waiting:
            batch = list(self._waiting)
            self._waiting.clear()
            self.delivered += len(batch)
            link = await self._free.get()
            try:
                await link.forget.fetch(batch)
            finally:
                self._free.put_nowait(link)


async def create_tables(url: str) -> None:
    """Make the tables in an empty database."""
    connection = await asyncpg.connect(url)
    await connection.execute(TABLES)
    await connection.close()
