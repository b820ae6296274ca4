"""The SQLite store."""

import os
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from typing import TYPE_CHECKING, Any

from atomos.adapters.outgoing.sqlite.changes import Writes
from atomos.adapters.outgoing.sqlite.connection import Database
from atomos.adapters.outgoing.sqlite.reader import Reader
from atomos.adapters.outgoing.sqlite.settings import SqliteSettings
from atomos.adapters.outgoing.sqlite.writer import Finish, Writer
from atomos.core.domain.entity import EntityType
from atomos.core.domain.errors import Unavailable
from atomos.core.domain.rule import Condition
from atomos.core.ports.outgoing.search import Hits, SearchQuery
from atomos.core.ports.outgoing.store import Changes, Kept, Query, Session
from atomos.storage.fingerprint import STORED, check_fingerprint
from atomos.storage.statements import Statements
from atomos.storage.values import Dialect

if TYPE_CHECKING:  # at run time it is imported where an entity is searched
    from atomos.adapters.outgoing.sqlite.search import SqliteIndex

_MOST_IDS = 500
"""Ids that one statement asks for."""


class SqliteStore:
    """Entities in a SQLite file, or in memory (`":memory:"`) as long as the store is open.

    Lives as long as the application, on one event loop. Other processes may use the same file. In memory the tables
    are created when the store opens, as nobody else could.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        entity_types: Sequence[EntityType],
        settings: SqliteSettings | None = None,
    ) -> None:
        self._database = Database(path, settings or SqliteSettings())
        self.durable = not self._database.in_memory
        self._entity_types = tuple(entity_types)
        self._statements = Statements(Dialect.SQLITE)
        self._indexes = self._make_indexes()
        self._writes = Writes(self._entity_types, {each.cls: index.writes for each, index in self._indexes.items()})
        self._reader: Reader | None = None
        self._writer: Writer | None = None

    def _make_indexes(self) -> "dict[EntityType, SqliteIndex]":
        searched = [entity_type for entity_type in self._entity_types if entity_type.searchable]
        if not searched:
            return {}
        from atomos.adapters.outgoing.sqlite.search import make_index  # noqa: PLC0415 - few services search

        return {entity_type: make_index(entity_type, self._read, self._read_long) for entity_type in searched}

    async def open(self, *, check: bool = True) -> None:
        """Create the file with its folder if it is missing, and connect.

        `check=False` takes the tables as they are. Raises: Unavailable, Misconfigured (other tables than declared).
        """
        self._database.create_folder()
        if check and not self._database.in_memory:
            self._check_tables()
        self._writer = Writer(self._database, self._entity_types)
        if self._database.in_memory:
            self._create_tables()
        self._reader = Reader(self._database)

    async def close(self) -> None:
        """Write what waits, stop what reads, and let go of the file."""
        writer, reader = self._writer, self._reader
        self._writer = self._reader = None
        if writer is not None:
            await writer.close()
        if reader is not None:
            await reader.close()

    async def get(self, entity_type: EntityType, ids: Sequence[Any]) -> list[Kept]:
        """Those of the ids that exist."""
        kept: list[Kept] = []
        load = self._statements.load(entity_type)
        for start in range(0, len(ids), _MOST_IDS):
            sql, values = self._statements.get(entity_type, ids[start : start + _MOST_IDS])
            kept += await self._reading.read(sql, values, load)
        return kept

    async def find(self, entity_type: EntityType, query: Query) -> list[Kept]:
        """What the query asks for, in its order."""
        sql, values = self._statements.find(entity_type, query)
        return await self._reading.read(sql, values, self._statements.load(entity_type))

    async def count(self, entity_type: EntityType, conditions: Sequence[Condition]) -> int:
        """How many entities meet all conditions."""
        sql, values = self._statements.count(entity_type, conditions)
        return await self._reading.read(sql, values, _only_value)

    async def commit(self, changes: Changes) -> None:
        """Apply all changes in one transaction, durable on return, together with those of others."""
        await self._writing.commit(self._writes.steps(changes), changes.committed)

    async def search(self, entity_type: EntityType, query: SearchQuery) -> Hits:
        """What the query asks of the index."""
        return await self._indexes[entity_type].search(query)

    async def reindex(self, entity_type: EntityType, *, anew: bool = False) -> int:
        """Index every entity that is not; `anew` begins with an empty index. Returns how many were written."""
        index = self._indexes[entity_type]
        if anew:
            await self._writing.commit(index.writes.clear())
        written = 0
        while True:
            async with self._writing.exclusive() as commit:
                ids = await index.missing()
                kept = await self.get(entity_type, ids)
                await commit([step for each in kept for step in index.writes.put(each.entity)], None)
            written += len(kept)
            if not ids:
                return written

    @asynccontextmanager
    async def locking(self) -> AsyncIterator[Session]:
        """A session that alone may write, to this file at all, until its commit or exit."""
        async with self._writing.exclusive() as commit:
            yield _Exclusive(self, self._writes, commit)

    async def _read(self, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        return await self._reading.read(sql, values, list)

    async def _read_long(self, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        return await self._reading.read_long(sql, values, list)

    @property
    def _reading(self) -> Reader:
        if self._reader is None:
            raise Unavailable(f"the store of {self._database.name} is not open")
        return self._reader

    @property
    def _writing(self) -> Writer:
        if self._writer is None:
            raise Unavailable(f"the store of {self._database.name} is not open")
        return self._writer

    def _create_tables(self) -> None:
        from atomos.adapters.outgoing.sqlite.memory import create_tables  # noqa: PLC0415 - it loads SQLAlchemy

        with closing(self._database.connect()) as connection:
            create_tables(connection, self._entity_types)

    def _check_tables(self) -> None:
        with closing(self._database.connect()) as connection:
            try:
                row = connection.execute(STORED).fetchone()
            except sqlite3.OperationalError:
                row = None
        check_fingerprint(row[0] if row else None, self._entity_types, self._database.name)


class _Exclusive:
    """A session while nobody else may write: what the store reads stays as it is."""

    def __init__(self, store: SqliteStore, writes: Writes, commit: Finish) -> None:
        self.get, self.find, self.count, self.search = store.get, store.find, store.count, store.search
        self._writes = writes
        self._commit = commit

    async def commit(self, changes: Changes) -> None:
        """Apply all changes and let others write again."""
        await self._commit(self._writes.steps(changes), changes.committed)


def _only_value(rows: Sequence[Sequence[Any]]) -> int:
    count: int = rows[0][0]
    return count
