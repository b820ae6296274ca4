"""The PostgreSQL store."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from atomos.adapters.outgoing.postgres.changes import Writes
from atomos.adapters.outgoing.postgres.database import Database
from atomos.adapters.outgoing.postgres.driver import asyncpg
from atomos.adapters.outgoing.postgres.link import place
from atomos.adapters.outgoing.postgres.locked import LockedSession
from atomos.adapters.outgoing.postgres.search import PostgresIndex
from atomos.adapters.outgoing.postgres.settings import PostgresSettings
from atomos.core.domain.entity import EntityType
from atomos.core.domain.errors import Misconfigured, Unavailable
from atomos.core.domain.rule import Condition
from atomos.core.ports.outgoing.search import Hits, SearchQuery
from atomos.core.ports.outgoing.store import Changes, Kept, Query, Session
from atomos.storage.fingerprint import STORED, check_fingerprint
from atomos.storage.search.document import searchable_of
from atomos.storage.search.engine import Engine
from atomos.storage.statements import Statements
from atomos.storage.values import Dialect


class PostgresStore:
    """Entities in a PostgreSQL database. Lives as long as the application, on one event loop."""

    durable = True

    def __init__(self, url: str, entity_types: Sequence[EntityType], settings: PostgresSettings | None = None) -> None:
        self._url = url
        self._entity_types = tuple(entity_types)
        self._settings = settings or PostgresSettings()
        self._opened: Database | None = None
        self._statements = Statements(Dialect.POSTGRES)
        engines = {each: Engine(searchable_of(each)) for each in self._entity_types if each.searchable}
        self._indexes = {each: PostgresIndex(each, engine, self._read) for each, engine in engines.items()}
        self._writes = Writes({each.cls: index.writes for each, index in self._indexes.items()})

    async def open(self, *, check: bool = True) -> None:
        """Connect.

        `check=False` takes the tables as they are. Raises: Unavailable, Misconfigured (other tables than declared).
        """
        self._opened = Database(self._url, self._entity_types, self._settings)
        try:
            await self._opened.read("SELECT 1", ())
            if check:
                check_fingerprint(await self._fingerprint(), self._entity_types, self._opened.place)
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """End all connections."""
        opened, self._opened = self._opened, None
        if opened is not None:
            await opened.close()

    async def get(self, entity_type: EntityType, ids: Sequence[Any]) -> list[Kept]:
        """Those of the ids that exist."""
        sql, values = self._statements.get(entity_type, ids)
        return self._statements.load(entity_type)(await self._database.read(sql, values))

    async def find(self, entity_type: EntityType, query: Query) -> list[Kept]:
        """What the query asks for, in its order."""
        sql, values = self._statements.find(entity_type, query)
        return self._statements.load(entity_type)(await self._database.read(sql, values))

    async def count(self, entity_type: EntityType, conditions: Sequence[Condition]) -> int:
        """How many entities meet all conditions."""
        rows = await self._database.read(*self._statements.count(entity_type, conditions))
        count: int = rows[0][0]
        return count

    async def commit(self, changes: Changes) -> None:
        """Apply all changes by one statement, durable on return."""
        if changes.inserts or changes.updates or changes.deletes:
            await self._database.write(*self._writes.statement(changes), changes.committed)
        elif changes.committed is not None:
            changes.committed()

    async def search(self, entity_type: EntityType, query: SearchQuery) -> Hits:
        """What the query asks of the index."""
        return await self._indexes[entity_type].search(query)

    async def reindex(self, entity_type: EntityType, *, anew: bool = False) -> int:
        """Index every entity that is not; `anew` begins with an empty index. Returns how many were written."""
        index = self._indexes[entity_type]
        if anew:
            await self._database.write(index.writes.clear_statement(), ())
        written = 0
        while ids := await index.missing():
            async with self._database.transaction() as link:
                sql, values = self._statements.get(entity_type, ids, lock=True)
                kept = self._statements.load(entity_type)(await link.fetch(sql, values))
                await link.fetch(index.writes.put_statement(), index.writes.put_values([each.entity for each in kept]))
                await link.execute("COMMIT")
            written += len(kept)
        return written

    @asynccontextmanager
    async def locking(self) -> AsyncIterator[Session]:
        """A session in one transaction whose `get` locks what it reads until commit or exit."""
        async with self._database.transaction() as link:
            yield LockedSession(link, self._database, self._statements, self._writes, self)

    async def _read(self, sql: str, values: Sequence[Any]) -> Sequence[Any]:
        return await self._database.read(sql, values)

    @property
    def _database(self) -> Database:
        if self._opened is None:
            raise Unavailable(f"the store of {place(self._url)} is not open")
        return self._opened

    async def _fingerprint(self) -> str | None:
        try:
            rows = await self._database.read(STORED, ())
        except Misconfigured as error:
            if isinstance(error.__cause__, asyncpg.UndefinedTableError):
                return None
            raise
        return rows[0][0] if rows else None
