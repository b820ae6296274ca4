"""The SQLite store keeps the contract of stores."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from atomos.adapters.outgoing.sqlite import SqliteStore
from atomos.core.ports.outgoing.store import Store
from atomos.storage.tables import create_tables
from atomos.testing import Features, StoreContract
from atomos.testing.store_contract.domain import ENTITY_TYPES


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("contract") / "empty.db"
    create_tables(f"sqlite:///{path}", ENTITY_TYPES)
    return path


class TestSqliteStore(StoreContract):
    @pytest.fixture
    def features(self) -> Features:
        return Features()

    @pytest.fixture
    def new_store(self, empty: Path, tmp_path: Path) -> Callable[[], Store]:
        path = shutil.copy(empty, tmp_path / "contract.db")
        return lambda: SqliteStore(path, ENTITY_TYPES)
