"""A session in one transaction that holds what it reads."""

from collections.abc import Callable, Sequence
from typing import Any

from atomos.adapters.outgoing.postgres.changes import Writes
from atomos.adapters.outgoing.postgres.database import Database
from atomos.adapters.outgoing.postgres.driver import asyncpg
from atomos.adapters.outgoing.postgres.link import Link
from atomos.core.domain.entity import EntityType
from atomos.core.domain.rule import Condition
from atomos.core.ports.outgoing.search import SearchIndex
from atomos.core.ports.outgoing.store import Changes, Kept, Query
from atomos.storage.cancellation import whole
from atomos.storage.statements import Statements


class LockedSession:
    """Reads and one commit on a connection whose transaction is open. Lives as long as the transaction."""

    def __init__(
        self, link: Link, database: Database, statements: Statements, writes: Writes, search: SearchIndex
    ) -> None:
        self.search = search.search
        self._link = link
        self._database = database
        self._statements = statements
        self._writes = writes

    async def get(self, entity_type: EntityType, ids: Sequence[Any]) -> list[Kept]:
        """Those of the ids that exist; nobody else changes them before the commit or the end."""
        sql, values = self._statements.get(entity_type, ids, lock=True)
        return self._statements.load(entity_type)(await self._fetch(sql, values))

    async def find(self, entity_type: EntityType, query: Query) -> list[Kept]:
        """What the query asks for, in its order; not locked."""
        sql, values = self._statements.find(entity_type, query)
        return self._statements.load(entity_type)(await self._fetch(sql, values))

    async def count(self, entity_type: EntityType, conditions: Sequence[Condition]) -> int:
        """How many entities meet all conditions."""
        rows = await self._fetch(*self._statements.count(entity_type, conditions))
        count: int = rows[0][0]
        return count

    async def commit(self, changes: Changes) -> None:
        """Apply all changes and end the transaction."""
        sql, values = self._writes.statement(changes)
        await whole(self._commit(sql, values, changes.committed))

    async def _commit(self, sql: str, values: Sequence[Any], committed: Callable[[], None] | None) -> None:
        await self._fetch(sql, values)
        try:
            await self._link.execute("COMMIT")
        except Exception as error:
            raise self._database.translate(error) from error
        if committed is not None:
            committed()

    async def _fetch(self, sql: str, values: Sequence[Any]) -> list[asyncpg.Record]:
        try:
            return await self._link.fetch(sql, values)
        except Exception as error:
            raise self._database.translate(error) from error
