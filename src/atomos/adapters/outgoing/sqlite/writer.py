"""The one writer of a SQLite file: units of work that wait at the same time share a transaction ("group commit").

A durable commit costs one `fsync`, however much it holds: while one batch is written, the next one gathers.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from copy import copy
from typing import TypeVar, TypeVarTuple

from atomos.adapters.outgoing.sqlite.batch import Batch, Unit
from atomos.adapters.outgoing.sqlite.connection import Database
from atomos.adapters.outgoing.sqlite.errors import unusable
from atomos.core.domain.entity import EntityType
from atomos.storage.cancellation import whole

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

Committed = Callable[[], None] | None
Finish = Callable[[Unit, Committed], Awaitable[None]]
Waiting = tuple[Unit, "asyncio.Future[None]", Committed]


class Writer:
    """Applies units of work in a thread of its own. Used from one event loop, while the store is open."""

    def __init__(self, database: Database, entity_types: Sequence[EntityType]) -> None:
        self._database = database
        self._connection = database.connect()
        self._batch = Batch(self._connection, entity_types)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="atomos-sqlite-writer")
        self._turn = asyncio.Lock()
        self._waiting: list[Waiting] = []
        self._running: asyncio.Task[None] | None = None

    async def commit(self, unit: Unit, committed: Committed = None) -> None:
        """Write the unit with the next batch; durable on return.

        A caller that is cancelled before the batch begins takes its unit back; afterwards it is written whole.
        """
        written = asyncio.get_running_loop().create_future()
        self._waiting.append((unit, written, committed))
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._run())
        await written

    @asynccontextmanager
    async def exclusive(self) -> AsyncIterator[Finish]:
        """Hold the right to write, in this process and beyond; gives what commits one unit and lets it go."""
        async with self._turn:
            try:
                if not self._database.in_memory:
                    await self._in_thread(self._batch.begin)
                yield self._finish
            finally:
                await self._in_thread(self._batch.rollback)

    async def close(self) -> None:
        """Write what waits, then let go of the file."""
        if self._running is not None:
            await whole(self._running)
        async with self._turn:
            await self._in_thread(self._connection.close)
        self._thread.shutdown(wait=False)

    async def _run(self) -> None:
        while self._waiting:
            async with self._turn:
                waiting = [each for each in self._waiting if not each[1].done()]
                self._waiting = []
                for (_, written, committed), error in zip(waiting, await self._write(waiting), strict=True):
                    if error is None and committed is not None:
                        committed()
                    _settle(written, error)

    async def _write(self, waiting: Sequence[Waiting]) -> Sequence[Exception | None]:
        try:
            return await self._in_thread(self._batch.write, [unit for unit, _, _ in waiting])
        except Exception as error:  # noqa: BLE001 - each caller gets it, nobody is left waiting
            return [copy(error) for _ in waiting]

    async def _finish(self, unit: Unit, committed: Committed = None) -> None:
        await whole(self._finish_whole(unit, committed))

    async def _finish_whole(self, unit: Unit, committed: Committed) -> None:
        if error := await self._in_thread(self._batch.finish, unit):
            raise error
        if committed is not None:
            committed()

    async def _in_thread(self, work: Callable[[*Ts], T], *arguments: *Ts) -> T:
        """Run in the writer's thread; a cancellation waits until that is through. Raises: Unavailable."""
        try:
            return await whole(asyncio.get_running_loop().run_in_executor(self._thread, work, *arguments))
        except sqlite3.Error as error:
            raise unusable(error, self._database.name) from error


def _settle(written: "asyncio.Future[None]", error: Exception | None) -> None:
    if written.done():
        return
    if error is None:
        written.set_result(None)
    else:
        written.set_exception(error)
