"""One connection to PostgreSQL, with the statements that were prepared on it."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from atomos.adapters.outgoing.postgres.driver import asyncpg
from atomos.adapters.outgoing.postgres.settings import PostgresSettings
from atomos.core.domain.errors import AtomosError, Misconfigured, Unavailable

_MOST_STATEMENTS = 500


class Link:
    """A connection in autocommit, used by one task at a time. Lives until it breaks or the store closes."""

    __slots__ = ("_connection", "_statements", "round")

    def __init__(self, connection: "asyncpg.Connection[asyncpg.Record]") -> None:
        self._connection = connection
        self.round = 0
        """The round of the pool in which it was handed out."""
        self._statements: dict[str, asyncpg.prepared_stmt.PreparedStatement[asyncpg.Record]] = {}

    @property
    def closed(self) -> bool:
        """Whether nothing can be sent over it any more."""
        return self._connection.is_closed()

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open on it."""
        return not self.closed and self._connection.is_in_transaction()

    async def fetch(self, sql: str, values: Sequence[Any]) -> list[asyncpg.Record]:
        """The rows of a statement, which is prepared when it comes for the first time."""
        statement = self._statements.get(sql)
        if statement is None:
            statement = await self._prepare(sql)
        return await statement.fetch(*values)

    async def execute(self, command: str) -> None:
        """Run a command without values: BEGIN, COMMIT, ROLLBACK."""
        await self._connection.execute(command)

    def terminate(self) -> None:
        """Close it at once, whatever is under way."""
        self._connection.terminate()

    async def close(self) -> None:
        """Say goodbye to the server."""
        await self._connection.close(timeout=1)

    async def _prepare(self, sql: str) -> "asyncpg.prepared_stmt.PreparedStatement[asyncpg.Record]":
        if len(self._statements) >= _MOST_STATEMENTS:
            self._statements.pop(next(iter(self._statements)))
        statement = self._statements[sql] = await self._connection.prepare(sql)
        return statement


async def connect(url: str, settings: PostgresSettings) -> Link:
    """A new connection. Raises: Unavailable, Misconfigured."""
    milliseconds = {
        "statement_timeout": settings.statement_timeout,
        "lock_timeout": settings.lock_timeout,
        "idle_in_transaction_session_timeout": settings.statement_timeout,
    }
    try:
        connection = await asyncpg.connect(
            url,
            timeout=settings.connect_timeout,
            statement_cache_size=0,
            server_settings={name: str(int(value * 1000)) for name, value in milliseconds.items()},
        )
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, ValueError) as error:
        raise _unreachable(url, error) from error
    return Link(connection)


def place(url: str) -> str:
    """Where the database is, as people say it: never with the password."""
    parts = urlsplit(url)
    return f"PostgreSQL at {parts.hostname or 'localhost'}:{parts.port or 5432}, database {parts.path.strip('/')}"


def _unreachable(url: str, error: Exception) -> AtomosError:
    if isinstance(error, asyncpg.InvalidCatalogNameError):
        return Misconfigured(f"{place(url)} does not exist; create it with `createdb`, or name another one")
    if isinstance(error, asyncpg.InvalidAuthorizationSpecificationError):
        return Misconfigured(f"{place(url)} refuses the user or the password: {error}")
    if isinstance(error, ValueError | asyncpg.ClientConfigurationError):
        return Misconfigured(f"this is no address of a PostgreSQL database: {error}")
    if isinstance(error, TimeoutError):
        return Unavailable(f"{place(url)} does not answer; is the server running, and may it be reached from here?")
    return Unavailable(f"{place(url)} cannot be reached ({error}); is the server running?")
