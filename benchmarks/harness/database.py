"""The databases of the competitors: made for a run, filled with the same rows, counted, and dropped."""

import asyncio
import os
import sqlite3
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import asyncpg

T = TypeVar("T")

EMPLOYMENTS: Final = ("permanent", "temporary", "freelance", "internship")
_SERVERS: Final = ("postgresql://root@127.0.0.1:5432/postgres", "postgresql://postgres@127.0.0.1:5432/postgres")
_COLUMNS: Final = (
    "id, title, description, employment, headcount, tags, opens_on, salary, place, posted_at, applications, "
    "last_applicant"
)
_FIRST_ID: Final = "00000000-0000-7000-8000-"
_POSTGRES_VALUES: Final = f"""
('{_FIRST_ID}' || lpad(to_hex(n), 12, '0'))::uuid, 'Posting ' || n, 'Someone who takes care of things, number ' || n,
(ARRAY{list(EMPLOYMENTS)!r})[1 + n % 4], 1 + n % 5, '["python", "postgresql"]'::jsonb, date '2020-01-01' + n % 365,
jsonb_build_object('minimum', 30000 + n % 1000, 'maximum', 50000 + n % 1000, 'currency', 'EUR'),
jsonb_build_object('city', 'Leipzig', 'country', 'DE', 'remote', n % 2 = 0),
timestamptz '2000-01-01 00:00:00+00' + n * interval '1 minute', 0, NULL
"""
_SQLITE_VALUES: Final = f"""
'{_FIRST_ID}' || lower(printf('%012x', n)), 'Posting ' || n, 'Someone who takes care of things, number ' || n,
CASE n % 4 WHEN 0 THEN 'permanent' WHEN 1 THEN 'temporary' WHEN 2 THEN 'freelance' ELSE 'internship' END,
1 + n % 5, '["python","postgresql"]', date('2020-01-01', (n % 365) || ' days'),
json_object('minimum', 30000 + n % 1000, 'maximum', 50000 + n % 1000, 'currency', 'EUR'),
json_object('city', 'Leipzig', 'country', 'DE', 'remote', json(CASE n % 2 WHEN 0 THEN 'true' ELSE 'false' END)),
strftime('%Y-%m-%dT%H:%M:%S+00:00', '2000-01-01', n || ' minutes'), 0, NULL
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """What is stored: postings, applications to them, and messages that wait in the outbox."""

    postings: int
    applications: int
    waiting: int


class Database(Protocol):
    """One competitor's database; `filled` is how many seeded postings it was given."""

    filled: int

    @property
    def url(self) -> str: ...

    def fill(self, rows: int, hidden: Mapping[str, str]) -> None:
        """Store seeded postings until there are so many; `hidden` are more columns with their SQL."""
        ...

    def counts(self, outbox: str) -> Counts: ...

    def messages_ever(self, outbox: str) -> int | None:
        """How many messages were ever inserted, once no server is connected; `None` if nobody counted."""
        ...


def seeded_id(number: int) -> UUID:
    """The identity of a seeded posting."""
    return UUID(f"{_FIRST_ID}{number:012x}")


class NoServer(RuntimeError):
    """There is no PostgreSQL to create databases on."""


def postgres_server() -> str:
    """The URL of a server on which databases may be created. Raises: NoServer."""
    named = os.environ.get("BENCHMARK_POSTGRES")
    for url in (named,) if named else _SERVERS:
        try:
            _transact(url, lambda connection: connection.execute("SELECT 1"))
        except (OSError, asyncpg.PostgresError):
            continue
        return url
    raise NoServer("no PostgreSQL to create databases on; name one in BENCHMARK_POSTGRES")


def postgres_settings(server: str) -> dict[str, str]:
    """What the server was set to, as far as it decides how durable and how fast it is."""
    names = ("server_version", "fsync", "synchronous_commit", "shared_buffers", "full_page_writes")
    return {name: str(_fetch(server, f"SHOW {name}")) for name in names}


@contextmanager
def postgres_database(server: str, name: str) -> Iterator["PostgresDatabase"]:
    """A new database until the end of the block."""
    full = f"atomos_benchmark_{name}_{uuid4().hex[:8]}"
    _transact(server, lambda connection: connection.execute(f"CREATE DATABASE {full} TEMPLATE template0"))
    try:
        yield PostgresDatabase(urlsplit(server)._replace(path=f"/{full}").geturl())
    finally:
        _transact(server, lambda connection: connection.execute(f"DROP DATABASE {full} WITH (FORCE)"))


@contextmanager
def sqlite_database(name: str) -> Iterator["SqliteDatabase"]:
    """A new file until the end of the block, on the disk that temporary files stand on."""
    with tempfile.TemporaryDirectory(prefix="atomos-benchmark-") as folder:
        yield SqliteDatabase(Path(folder) / f"{name}.db")


@dataclass(slots=True)
class PostgresDatabase:
    """Implements `Database`."""

    url: str
    filled: int = 0

    def fill(self, rows: int, hidden: Mapping[str, str]) -> None:
        names = "".join(f", {name}" for name in hidden)
        values = "".join(f", {value.format(now='now()')}" for value in hidden.values())
        source = f"SELECT {_POSTGRES_VALUES}{values} FROM generate_series({self.filled + 1}, {rows}) n"
        _transact(self.url, lambda c: c.execute(f"INSERT INTO postings ({_COLUMNS}{names}) {source}", timeout=300))
        _transact(self.url, lambda c: c.execute("VACUUM ANALYZE postings", timeout=300))
        self.filled = rows

    def counts(self, outbox: str) -> Counts:
        postings = _fetch(self.url, "SELECT count(*) FROM postings")
        applications = _fetch(self.url, "SELECT coalesce(sum(applications), 0)::bigint FROM postings")
        known = _fetch(self.url, f"SELECT to_regclass('{outbox}') IS NOT NULL")
        return Counts(postings, applications, _fetch(self.url, f"SELECT count(*) FROM {outbox}") if known else 0)

    def messages_ever(self, outbox: str) -> int | None:
        """PostgreSQL counts what each connection inserted when it ends."""
        question = f"SELECT coalesce(sum(n_tup_ins), 0)::bigint FROM pg_stat_user_tables WHERE relname = '{outbox}'"
        return int(_fetch(self.url, question))


@dataclass(slots=True)
class NoDatabase:
    """Implements `Database` for those who keep nothing."""

    url: str = ""
    filled: int = 0

    def fill(self, rows: int, hidden: Mapping[str, str]) -> None:
        pass

    def counts(self, outbox: str) -> Counts:
        return Counts(0, 0, 0)

    def messages_ever(self, outbox: str) -> int | None:
        return None


@dataclass(slots=True)
class SqliteDatabase:
    """Implements `Database`."""

    path: Path
    filled: int = 0

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    def fill(self, rows: int, hidden: Mapping[str, str]) -> None:
        names = "".join(f", {name}" for name in hidden)
        now = "strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now')"
        values = "".join(f", {value.format(now=now)}" for value in hidden.values())
        first = self.filled + 1
        numbers = f"WITH RECURSIVE numbers(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM numbers WHERE n < {rows})"
        source = f"{numbers} SELECT {_SQLITE_VALUES}{values} FROM numbers"
        with sqlite3.connect(self.path, timeout=30) as connection:
            connection.execute(f"INSERT INTO postings ({_COLUMNS}{names}) {source}")
        connection.close()
        self.filled = rows

    def counts(self, outbox: str) -> Counts:
        connection = sqlite3.connect(self.path, timeout=30)
        try:
            postings, applications = connection.execute(
                "SELECT count(*), coalesce(sum(applications), 0) FROM postings"
            ).fetchone()
            known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (outbox,)).fetchone()
            waiting = connection.execute(f"SELECT count(*) FROM {outbox}").fetchone()[0] if known else 0
        finally:
            connection.close()
        return Counts(postings, applications, waiting)

    def messages_ever(self, outbox: str) -> int | None:
        """SQLite counts only where the table says AUTOINCREMENT, so nobody is held to it."""
        return None


def _fetch(url: str, question: str) -> Any:
    return _transact(url, lambda connection: connection.fetchval(question))


def _transact(url: str, work: Callable[["asyncpg.Connection"], Awaitable[T]]) -> T:
    async def connect_and_work() -> T:
        connection = await asyncpg.connect(url, timeout=10)
        try:
            return await work(connection)
        finally:
            await connection.close()

    return asyncio.run(connect_and_work())
