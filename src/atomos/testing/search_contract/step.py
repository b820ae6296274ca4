"""The index is in step with the entities, at every moment."""

import pytest

from atomos.core.domain.errors import Conflict
from atomos.core.ports.outgoing.search import KeptIndex
from atomos.testing.search_contract.domain import BOOK, Binding
from atomos.testing.search_contract.shelf import Shelf
from atomos.testing.store_contract.event_loop import in_event_loop


class Step:
    """What a commit does to the index."""

    @in_event_loop
    async def test_a_changed_text_is_found_by_its_new_words_only(self, shelf: Shelf) -> None:
        book = shelf.book("Boats", binding=Binding.PAPER)
        await shelf.insert(book)
        assert await shelf.titles("boats") == ["Boats"]
        book.title, book.binding = "Maps", Binding.CLOTH
        await shelf.update(book, "title", "binding")
        found = await shelf.find("maps")
        assert await shelf.titles("boats") == []
        assert (found.total, found.facets["binding"]) == (1, {"cloth": 1})

    @in_event_loop
    async def test_what_is_deleted_is_not_found(self, shelf: Shelf) -> None:
        book = shelf.book("Boats", binding=Binding.PAPER)
        await shelf.insert(book, shelf.book("Old Boats"))
        await shelf.delete(book.id)
        found = await shelf.find("boats")
        assert [each.title for each in found] == ["Old Boats"]
        assert (found.total, found.facets["binding"]) == (1, {})

    @in_event_loop
    async def test_a_lost_race_changes_nothing(self, shelf: Shelf) -> None:
        book = shelf.book("Boats")
        await shelf.insert(book)
        book.title = "Maps"
        with pytest.raises(Conflict):
            await shelf.update(book, "title", version=9)
        assert await shelf.titles("maps") == []
        assert await shelf.titles("boats") == ["Boats"]

    @in_event_loop
    async def test_an_index_that_is_made_again_finds_the_same(self, shelf: Shelf) -> None:
        if not isinstance(shelf.store, KeptIndex):
            pytest.skip("the store keeps no index")
        await shelf.insert(*(shelf.book(f"Boats {number}", binding=Binding.PAPER) for number in range(12)))
        before = await shelf.find("boats", limit=100)
        assert await shelf.store.reindex(BOOK) == 0
        assert await shelf.store.reindex(BOOK, anew=True) == 12
        assert await shelf.find("boats", limit=100) == before
