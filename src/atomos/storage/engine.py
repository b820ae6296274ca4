"""One transaction through SQLAlchemy, from synchronous code, with the drivers that the stores use."""

import asyncio
import importlib.util
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import NullPool

import atomos.storage.sqlite_dialect  # noqa: F401 - registers sqlite+atomos
from atomos.core.domain.errors import Misconfigured, Unavailable
from atomos.storage.sql.functions import register
from atomos.storage.values import Dialect

T = TypeVar("T")

_SCHEMES = {"sqlite": Dialect.SQLITE, "postgresql": Dialect.POSTGRES, "postgres": Dialect.POSTGRES}
_LOCK_NOT_AVAILABLE = "55P03"


class Locked(Unavailable):
    """Another transaction held a lock for longer than the timeout; `statement` is what waited for it."""

    def __init__(self, database: str, statement: str) -> None:
        self.statement = statement
        super().__init__(f"{database} is locked by another transaction")


def dialect_of(url: str) -> Dialect:
    """The language of the database. Raises: Misconfigured, where it is none with tables."""
    scheme = url.partition(":")[0].partition("+")[0]
    if scheme not in _SCHEMES:
        raise Misconfigured(f"there are no tables in {scheme}://; migrations need sqlite:// or postgresql://")
    return _SCHEMES[scheme]


def shown(url: str) -> str:
    """The URL without its password."""
    return _parsed(url).render_as_string(hide_password=True)


def exists(url: str) -> bool:
    """Whether there is a database to look into: an SQLite file is created by the first transaction on it."""
    path = _parsed(url).database
    return dialect_of(url) is Dialect.POSTGRES or (path is not None and Path(path).exists())


def transact(url: str, work: Callable[[Connection], T], *, lock_timeout: float = 5.0) -> T:
    """What `work` returns, after it ran in one transaction that was committed; an exception rolls it back.

    `lock_timeout` (seconds) bounds the wait for each lock. An SQLite file is created, with its folder.

    Raises: Unavailable (Locked if a lock was not had in time), Misconfigured.
    """
    run = _transact_sqlite if dialect_of(url) is Dialect.SQLITE else _transact_postgres
    try:
        return run(url, work, lock_timeout)
    except DBAPIError as error:
        if is_lock_timeout(error):
            raise Locked(shown(url), error.statement or "BEGIN IMMEDIATE") from error
        raise


@contextmanager
def in_memory() -> Iterator[Connection]:
    """A connection to a new SQLite database that is gone afterwards."""
    engine = sa.create_engine("sqlite+atomos://")
    _begin_explicitly(engine)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def is_lock_timeout(error: DBAPIError) -> bool:
    """Whether a statement gave up waiting for a lock."""
    code = getattr(error.orig, "sqlstate", None)
    return code == _LOCK_NOT_AVAILABLE or "database is locked" in str(error.orig)


def _transact_sqlite(url: str, work: Callable[[Connection], T], lock_timeout: float) -> T:
    parsed = _parsed(url).set(drivername="sqlite+atomos")
    if not parsed.database or parsed.database == ":memory:":
        raise Misconfigured(f"{url} lives in the memory of one process; name a file: sqlite:///service.db")
    try:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        sqlite3.connect(parsed.database).close()
    except (OSError, sqlite3.OperationalError) as error:
        raise Unavailable(f"the SQLite file {parsed.database} cannot be opened: {error}") from error
    engine = sa.create_engine(parsed, poolclass=NullPool, connect_args={"timeout": lock_timeout})
    _begin_explicitly(engine)
    with engine.begin() as connection:
        return work(connection)


def _begin_explicitly(engine: Engine) -> None:
    """Take the write lock first, keep DDL in the transaction, let tables be copied that others refer to.

    Source: https://www.sqlite.org/lang_altertable.html#otheralter
    """

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = OFF")
        register(connection)

    @sa.event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _transact_postgres(url: str, work: Callable[[Connection], T], lock_timeout: float) -> T:
    if missing := [name for name in ("asyncpg", "greenlet") if importlib.util.find_spec(name) is None]:
        raise Misconfigured(f'PostgreSQL needs {" and ".join(missing)}: pip install "atomos-framework[postgres]"')

    from sqlalchemy.ext.asyncio import create_async_engine  # noqa: PLC0415 - needs greenlet, which SQLite does without

    async def transact_async() -> T:
        engine = create_async_engine("postgresql+asyncpg://", poolclass=NullPool, async_creator=connect)
        async with engine.begin() as connection:
            milliseconds = max(1, round(lock_timeout * 1000))
            await connection.exec_driver_sql(f"SET LOCAL lock_timeout = {milliseconds}")
            return await connection.run_sync(work)

    async def connect() -> Any:
        import asyncpg  # noqa: PLC0415 - an extra, needed for this database only

        place = shown(url)
        try:
            return await asyncpg.connect(url, timeout=10)
        except (OSError, TimeoutError, asyncpg.PostgresError) as error:
            reason = str(error) or "no answer in time"
            raise Unavailable(
                f"the database {place} cannot be reached: {reason}; is it running, is the URL right?"
            ) from error

    with ThreadPoolExecutor(1) as thread:  # the caller's own thread may run a loop already
        return thread.submit(lambda: asyncio.run(transact_async())).result()


def _parsed(url: str) -> URL:
    try:
        return sa.make_url(url)
    except ArgumentError:
        raise Misconfigured("the database URL cannot be read; write it as sqlite:///service.db") from None
