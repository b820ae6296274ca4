"""Reads of a SQLite file: short ones at once on the event loop, longer ones in threads."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from atomos.adapters.outgoing.sqlite.connection import Database
from atomos.adapters.outgoing.sqlite.errors import is_busy, primary_code, unusable

T = TypeVar("T")

Rows = list[tuple[Any, ...]]

_STEPS_PER_TICK = 5_000
_INSTANT = 0.01
"""Seconds that the event loop may stand still for another process, before a thread waits in its place."""


class Reader:
    """Asks the database, with connections that cannot write. Used from one event loop, while the store is open."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._quick = database.connect(busy_timeout=_INSTANT, read_only=True)
        self._allowance = database.settings.read_budget // _STEPS_PER_TICK
        self._ticks = 0
        self._quick.set_progress_handler(self._tick, _STEPS_PER_TICK)
        self._threads = ThreadPoolExecutor(database.settings.reader_threads, thread_name_prefix="atomos-sqlite-reader")
        self._idle: list[sqlite3.Connection] = []
        self._closing = False

    async def read(self, sql: str, values: Sequence[Any], use: Callable[[Rows], T]) -> T:
        """What `use` makes of the rows; it is called in a thread if the read takes long. Raises: Unavailable."""
        self._ticks = 0
        try:
            rows = self._quick.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            if primary_code(error) == sqlite3.SQLITE_INTERRUPT or is_busy(error):
                return await self._read_in_thread(sql, values, use)
            raise unusable(error, self._database.name) from error
        return use(rows)

    async def read_long(self, sql: str, values: Sequence[Any], use: Callable[[Rows], T]) -> T:
        """The same in a thread from the start, for what takes long in most cases. Raises: Unavailable."""
        return await self._read_in_thread(sql, values, use)

    async def close(self) -> None:
        """Stop what still reads, and let go of the file."""
        self._closing = True
        await asyncio.get_running_loop().run_in_executor(None, self._threads.shutdown)
        for connection in (self._quick, *self._idle):
            connection.close()

    def _tick(self) -> bool:
        self._ticks += 1
        return self._ticks > self._allowance

    async def _read_in_thread(self, sql: str, values: Sequence[Any], use: Callable[[Rows], T]) -> T:
        given_up = threading.Event()

        def read() -> T:
            connection = self._idle.pop() if self._idle else self._database.connect(read_only=True)
            connection.set_progress_handler(lambda: self._closing or given_up.is_set(), _STEPS_PER_TICK)
            try:
                return use(connection.execute(sql, values).fetchall())
            finally:
                self._idle.append(connection)

        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, read)
        except asyncio.CancelledError:
            given_up.set()
            raise
        except sqlite3.Error as error:
            raise unusable(error, self._database.name) from error
