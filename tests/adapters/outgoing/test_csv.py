"""The store in a folder of CSV files."""

from collections.abc import Callable
from pathlib import Path

import pytest

from atomos.adapters.outgoing.csv import CsvStore
from atomos.core.ports.outgoing.store import Store
from atomos.testing import Features, StoreContract
from atomos.testing.store_contract import ENTITY_TYPES


class TestCsvStore(StoreContract):
    @pytest.fixture
    def features(self) -> Features:
        return Features(shared=False)

    @pytest.fixture
    def new_store(self, tmp_path: Path) -> Callable[[], Store]:
        return lambda: CsvStore(tmp_path, ENTITY_TYPES)
