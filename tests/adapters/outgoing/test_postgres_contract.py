"""The PostgreSQL store keeps the contract of stores."""

from collections.abc import Callable

import asyncpg
import pytest

from atomos.adapters.outgoing.postgres import PostgresStore
from atomos.core.ports.outgoing.store import Store
from atomos.storage.tables import create_tables
from atomos.testing import Features, StoreContract
from atomos.testing.store_contract.domain import ENTITY_TYPES


@pytest.fixture(scope="module")
def tables(module_postgres_url: str) -> str:
    create_tables(module_postgres_url, ENTITY_TYPES)
    return module_postgres_url


class TestPostgresStore(StoreContract):
    @pytest.fixture
    def features(self) -> Features:
        return Features()

    @pytest.fixture
    def new_store(self, tables: str) -> Callable[[], Store]:
        self.runner.run(_empty(tables))
        return lambda: PostgresStore(tables, ENTITY_TYPES)


async def _empty(url: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(";".join(f'delete from "{each.collection}"' for each in reversed(ENTITY_TYPES)))
    await connection.close()
