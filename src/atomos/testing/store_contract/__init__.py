"""What every store must do, as tests to inherit.

An adapter's test is a subclass that says what the store can do and how to get one; it needs pytest only:

    class TestShelfStore(StoreContract):
        @pytest.fixture
        def features(self) -> Features:
            return Features(durable=True, shared=False)

        @pytest.fixture
        def new_store(self, tmp_path: Path) -> Callable[[], Store]:
            return lambda: ShelfStore(tmp_path / "shelf", ENTITY_TYPES)

`new_store` gives stores that are not open yet, all over the same place, which has room for `ENTITY_TYPES` and
is empty when a test begins. What a fixture has to await, it runs by `self.runner.run(…)`, in the test's loop.
"""

import asyncio
from collections.abc import Callable, Iterator

import pytest

from atomos.core.ports.outgoing.store import Store
from atomos.testing.ids import SequentialIds
from atomos.testing.store_contract.commits import Commits, UniqueValues
from atomos.testing.store_contract.concurrency import Concurrency
from atomos.testing.store_contract.copies import Copies
from atomos.testing.store_contract.domain import ENTITY_TYPES
from atomos.testing.store_contract.features import Features
from atomos.testing.store_contract.lifetime import Lifetime
from atomos.testing.store_contract.questions import Pages, Questions
from atomos.testing.store_contract.references import References
from atomos.testing.store_contract.values import Values

__all__ = ["ENTITY_TYPES", "Features", "StoreContract"]


class StoreContract(Copies, Commits, UniqueValues, References, Values, Questions, Pages, Concurrency, Lifetime):
    """The contract of `Store`, chapter by chapter."""

    runner: asyncio.Runner
    """The event loop of one test."""

    @pytest.fixture
    def features(self) -> Features:
        """What the store can do; everything, unless a subclass says less."""
        return Features()

    @pytest.fixture
    def new_store(self) -> Callable[[], Store]:
        """A function that makes a store, not yet open, over the place of this test."""
        raise NotImplementedError("override the fixture new_store")

    @pytest.fixture(autouse=True)
    def _event_loop(self) -> Iterator[None]:
        with asyncio.Runner() as self.runner:
            yield

    @pytest.fixture
    def store(self, new_store: Callable[[], Store]) -> Iterator[Store]:
        """An open store."""
        store = new_store()
        self.runner.run(store.open())
        yield store
        self.runner.run(store.close())

    @pytest.fixture
    def ids(self) -> SequentialIds:
        """The ids of one test."""
        return SequentialIds()
