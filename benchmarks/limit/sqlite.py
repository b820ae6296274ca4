"""Postings in SQLite, as fast as they can be written by hand.

One connection in the event loop; all that waits when the loop comes round is one commit (group commit), written through
to the disk before anyone is answered.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

from benchmarks.domain import Applied, JobPosted, Posting
from benchmarks.limit.identity import new_id
from benchmarks.limit.rows import COLUMNS, encode, from_text_row, to_text_row

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]

TABLES = """
CREATE TABLE postings (
  id text NOT NULL PRIMARY KEY, title text NOT NULL, description text NOT NULL, employment text NOT NULL,
  headcount integer NOT NULL, tags text NOT NULL, opens_on text NOT NULL, salary text NOT NULL, place text NOT NULL,
  posted_at text NOT NULL, applications integer NOT NULL, last_applicant text, version integer NOT NULL
);
CREATE INDEX postings_by_employment ON postings (employment, posted_at);
CREATE TABLE outbox (
  seq integer PRIMARY KEY AUTOINCREMENT, message_id text NOT NULL UNIQUE, type text NOT NULL,
  ordering_key text NOT NULL, payload text NOT NULL, occurred_at text NOT NULL
);
"""
_PRAGMAS = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 8000"
_INSERT = f"INSERT INTO postings ({COLUMNS}, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)"
_SAVE = "UPDATE postings SET applications = ?, last_applicant = ?, version = version + 1 WHERE id = ?"
_OUTBOX = "INSERT INTO outbox (message_id, type, ordering_key, payload, occurred_at) VALUES (?, ?, ?, ?, ?)"
_GET = f"SELECT {COLUMNS} FROM postings WHERE id = ?"
_NEWEST = f"SELECT {COLUMNS} FROM postings WHERE employment = ? ORDER BY posted_at DESC LIMIT ?"


class SqliteStore:
    """Implements `Store`. A write runs within the commit it belongs to, so that nothing can come between."""

    delivered = 0

    def __init__(self, path: str) -> None:
        self._path = path
        self._waiting: list[tuple[Work[object], asyncio.Future[object]]] = []

    async def open(self) -> None:
        self._connection = sqlite3.connect(self._path, isolation_level=None)
        self._connection.executescript(_PRAGMAS)

    async def close(self) -> None:
        self._connection.close()

    async def insert(self, posting: Posting, event: JobPosted) -> None:
        def write(connection: sqlite3.Connection) -> None:
            row = to_text_row(posting)
            connection.execute(_INSERT, row)
            _keep(connection, "job_posted", row[0], event, row[9])

        await self._commit(write)

    async def apply(self, id: UUID, applicant: str) -> tuple[Posting, Applied]:
        def change(connection: sqlite3.Connection) -> tuple[Posting, Applied]:
            key = str(id)
            row = connection.execute(_GET, (key,)).fetchone()
            if row is None:
                raise LookupError(id)
            posting = from_text_row(row)
            posting.applications += 1
            posting.last_applicant = applicant
            event = Applied(id, posting.applications)
            connection.execute(_SAVE, (posting.applications, applicant, key))
            _keep(connection, "applied", key, event, datetime.now(UTC).isoformat())
            return posting, event

        return await self._commit(change)

    async def get(self, id: UUID) -> Posting | None:
        row = self._connection.execute(_GET, (str(id),)).fetchone()
        return None if row is None else from_text_row(row)

    async def newest(self, employment: str, limit: int) -> list[Posting]:
        return [from_text_row(row) for row in self._connection.execute(_NEWEST, (employment, limit))]

    async def _commit(self, work: Work[T]) -> T:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        if not self._waiting:
            loop.call_soon(self._flush)
        self._waiting.append((work, future))  # type: ignore[arg-type]  # each future takes what its own work returns
        return await future

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            results = [work(self._connection) for work, _ in waiting]
            self._connection.execute("COMMIT")
        except (sqlite3.Error, LookupError) as error:
            self._connection.execute("ROLLBACK")
            for _, future in waiting:
                future.set_exception(error)
        else:
            for (_, future), result in zip(waiting, results, strict=True):
                future.set_result(result)


def _keep(connection: sqlite3.Connection, kind: str, id: str, event: object, at: str) -> None:
    connection.execute(_OUTBOX, (str(new_id()), kind, f"posting:{id}", encode(event).decode(), at))


def create_tables(path: str) -> None:
    """Make the tables in an empty file."""
    connection = sqlite3.connect(path)
    connection.executescript(_PRAGMAS)
    connection.executescript(TABLES)
    connection.close()
