"""A PostgreSQL database as the store uses it: single statements, and transactions that lock."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from atomos.adapters.outgoing.postgres.driver import asyncpg
from atomos.adapters.outgoing.postgres.errors import LOST, OUTDATED, Translator
from atomos.adapters.outgoing.postgres.link import Link, connect, place
from atomos.adapters.outgoing.postgres.pool import Pool
from atomos.adapters.outgoing.postgres.settings import PostgresSettings
from atomos.core.domain.entity import EntityType
from atomos.core.domain.errors import AtomosError
from atomos.storage.cancellation import whole


class Database:
    """Statements on whichever connection is free. Lives while the store is open; errors are those of its port."""

    def __init__(self, url: str, entity_types: Sequence[EntityType], settings: PostgresSettings) -> None:
        self.place = place(url)
        self.translate = Translator(entity_types, self.place).translate
        longest = settings.statement_timeout + settings.connect_timeout
        self._pool = Pool(lambda: connect(url, settings), settings.connections, settings.acquire_timeout, longest)

    async def read(self, sql: str, values: Sequence[Any]) -> list[asyncpg.Record]:
        """The rows of a statement that changes nothing; it is sent again if its connection turns out dead."""
        try:
            try:
                return await self._fetch(sql, values)
            except AtomosError:
                raise
            except (*LOST, *OUTDATED, asyncpg.InterfaceError):
                self._pool.discard_idle()
                return await self._fetch(sql, values)
        except Exception as error:
            raise self.translate(error) from error

    async def write(self, sql: str, values: Sequence[Any], committed: Callable[[], None] | None = None) -> None:
        """Execute a statement that changes something: through even if the caller is cancelled, and never twice.

        `committed` is called when it is through.
        """
        try:
            try:
                await self._fetch_whole(sql, values, committed)
            except OUTDATED:
                self._pool.discard_idle()
                await self._fetch_whole(sql, values, committed)
        except Exception as error:
            raise self.translate(error) from error

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Link]:
        """A connection with a transaction open on it; what is not committed by the end is rolled back."""
        link = await self._pool.acquire()
        try:
            await link.execute("BEGIN")
            yield link
        except BaseException as error:
            await self._end(link, error)
            raise
        else:
            await self._end(link)

    async def close(self) -> None:
        """End all connections."""
        await self._pool.close()

    async def _fetch(self, sql: str, values: Sequence[Any]) -> list[asyncpg.Record]:
        return await self._fetch_over(await self._pool.acquire(), sql, values)

    async def _fetch_whole(self, sql: str, values: Sequence[Any], committed: Callable[[], None] | None) -> None:
        link = await self._pool.acquire()
        await whole(self._fetch_over(link, sql, values, committed))

    async def _fetch_over(
        self, link: Link, sql: str, values: Sequence[Any], committed: Callable[[], None] | None = None
    ) -> list[asyncpg.Record]:
        try:
            rows = await link.fetch(sql, values)
        except BaseException as error:
            self._give_back(link, error)
            raise
        self._pool.release(link)
        if committed is not None:
            committed()
        return rows

    def _give_back(self, link: Link, error: BaseException | None) -> None:
        """A connection on which the server itself has answered is as good as before."""
        answered = error is None or isinstance(error, asyncpg.PostgresError)
        if answered and not isinstance(error, (*LOST, *OUTDATED)):
            self._pool.release(link)
        else:
            self._pool.discard(link)

    async def _end(self, link: Link, error: BaseException | None = None) -> None:
        if isinstance(error, asyncio.CancelledError) or not link.in_transaction:
            self._give_back(link, error)
            return
        try:
            await whole(link.execute("ROLLBACK"))
        finally:
            if link.in_transaction:
                self._pool.discard(link)
            else:
                self._pool.release(link)
