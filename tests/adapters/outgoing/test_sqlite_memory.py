"""SQLite in memory keeps the contract of stores, as long as it is open."""

from collections.abc import Callable

import pytest

from atomos.adapters.outgoing.sqlite import from_url
from atomos.core.ports.outgoing.store import Store
from atomos.testing import Features, StoreContract
from atomos.testing.store_contract.domain import ENTITY_TYPES


class TestSqliteInMemory(StoreContract):
    @pytest.fixture
    def features(self) -> Features:
        return Features(durable=False, shared=False)

    @pytest.fixture
    def new_store(self) -> Callable[[], Store]:
        return lambda: from_url("sqlite://", ENTITY_TYPES)
