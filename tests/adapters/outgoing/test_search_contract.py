"""Every store that can search keeps the contract of searches."""

import shutil
from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest

from atomos.adapters.outgoing.csv import CsvStore
from atomos.adapters.outgoing.memory import MemoryStore
from atomos.adapters.outgoing.postgres import PostgresStore
from atomos.adapters.outgoing.sqlite import SqliteStore
from atomos.core.ports.outgoing.store import Store
from atomos.storage.search.names import search_name
from atomos.storage.tables import create_tables
from atomos.testing import SEARCHED_TYPES, SearchContract


class TestMemorySearch(SearchContract):
    @pytest.fixture
    def new_store(self) -> Callable[[], Store]:
        return lambda: MemoryStore(SEARCHED_TYPES)


class TestCsvSearch(SearchContract):
    @pytest.fixture
    def new_store(self, tmp_path: Path) -> Callable[[], Store]:
        return lambda: CsvStore(tmp_path / "books", SEARCHED_TYPES)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("search") / "empty.db"
    create_tables(f"sqlite:///{path}", SEARCHED_TYPES)
    return path


class TestSqliteSearch(SearchContract):
    @pytest.fixture
    def new_store(self, empty: Path, tmp_path: Path) -> Callable[[], Store]:
        path = shutil.copy(empty, tmp_path / "books.db")
        return lambda: SqliteStore(path, SEARCHED_TYPES)


@pytest.fixture(scope="module")
def tables(module_postgres_url: str) -> str:
    create_tables(module_postgres_url, SEARCHED_TYPES)
    return module_postgres_url


class TestPostgresSearch(SearchContract):
    @pytest.fixture
    def new_store(self, tables: str) -> Callable[[], Store]:
        self.runner.run(_empty(tables))
        return lambda: PostgresStore(tables, SEARCHED_TYPES)


async def _empty(url: str) -> None:
    connection = await asyncpg.connect(url)
    for each in SEARCHED_TYPES:
        index = search_name(each)
        await connection.execute(f'TRUNCATE "{each.collection}", "{index}", "{index}_words"')
    await connection.close()
