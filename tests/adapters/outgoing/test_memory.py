"""The store in memory."""

from collections.abc import Callable

import pytest

from atomos.adapters.outgoing.memory import MemoryStore
from atomos.core.ports.outgoing.store import Store
from atomos.testing import Features, StoreContract
from atomos.testing.store_contract.domain import ENTITY_TYPES


class TestMemoryStore(StoreContract):
    @pytest.fixture
    def features(self) -> Features:
        return Features(durable=False, shared=False)

    @pytest.fixture
    def new_store(self) -> Callable[[], Store]:
        return lambda: MemoryStore(ENTITY_TYPES)
