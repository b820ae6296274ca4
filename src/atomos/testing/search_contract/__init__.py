"""What every store that can search must do, as tests to inherit.

    class TestShelfSearch(SearchContract):
        @pytest.fixture
        def new_store(self, tmp_path: Path) -> Callable[[], Store]:
            return lambda: ShelfStore(tmp_path / "shelf", SEARCHED_TYPES)

`new_store` gives stores that are not open yet, over a place that has room for `SEARCHED_TYPES` and is empty when a
test begins. What a fixture has to await, it runs by `self.runner.run(…)`.
"""

import asyncio
from collections.abc import Callable, Iterator

import pytest

from atomos.core.ports.outgoing.store import Store
from atomos.testing.search_contract.domain import SEARCHED_TYPES
from atomos.testing.search_contract.facets import Facets
from atomos.testing.search_contract.shelf import Shelf
from atomos.testing.search_contract.step import Step
from atomos.testing.search_contract.words import Words

__all__ = ["SEARCHED_TYPES", "SearchContract"]


class SearchContract(Words, Facets, Step):
    """The contract of `Search` over a store, chapter by chapter."""

    runner: asyncio.Runner
    """The event loop of one test."""

    @pytest.fixture
    def new_store(self) -> Callable[[], Store]:
        """A function that makes a store, not yet open, over the place of this test."""
        raise NotImplementedError("override the fixture new_store")

    @pytest.fixture(autouse=True)
    def _event_loop(self) -> Iterator[None]:
        with asyncio.Runner() as self.runner:
            yield

    @pytest.fixture
    def shelf(self, new_store: Callable[[], Store]) -> Iterator[Shelf]:
        """An open store, with the search of its books."""
        store = new_store()
        self.runner.run(store.open())
        yield Shelf(store)
        self.runner.run(store.close())
