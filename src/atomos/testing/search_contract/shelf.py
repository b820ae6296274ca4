"""A store under test, seen as its users see it: books go in, searches come back."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from atomos.core.domain.entity import EntityType
from atomos.core.ports.outgoing.search import Found, Hits, SearchIndex, SearchQuery
from atomos.core.ports.outgoing.store import Changes, Delete, Insert, Store, Update
from atomos.core.service.model import Model
from atomos.core.service.searching import EntitySearch
from atomos.core.wiring.rule import compile_rule
from atomos.core.wiring.wire import locate
from atomos.testing.ids import SequentialIds
from atomos.testing.search_contract.domain import BOOK, Book

_NOW = datetime(2020, 1, 1, tzinfo=UTC)


class Shelf:
    """Books in a store; what it is asked, it asks the store's index."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.model = Model([BOOK], compile_rule, locate)
        self._ids = SequentialIds()
        self._search = EntitySearch(self, BOOK)

    def book(self, title: str, **values: Any) -> Book:
        """A book that is not in the store yet."""
        return Book(self._ids.new(), title, **values)

    async def put(self, *titles: str) -> None:
        """Insert books of which nothing but the title matters."""
        await self.insert(*(self.book(title) for title in titles))

    async def insert(self, *books: Book) -> None:
        """Insert books in one commit."""
        await self.store.commit(Changes(_NOW, [Insert(BOOK, book) for book in books]))

    async def update(self, book: Book, *fields: str, version: int = 1) -> None:
        """Write fields of a book that was read at that version."""
        await self.store.commit(Changes(_NOW, updates=[Update(BOOK, book, fields, version)]))

    async def delete(self, id: UUID) -> None:
        """Delete a book that was never changed."""
        await self.store.commit(Changes(_NOW, deletes=[Delete(BOOK, id, 1)]))

    async def find(self, words: str = "", *rules: Any, **values: Any) -> Found[Book]:
        """What a search of the books finds."""
        return await self._search.find(words, *rules, **values)

    async def titles(self, words: str = "", *rules: Any, **values: Any) -> list[str]:
        """The titles of what a search finds."""
        return [book.title for book in await self.find(words, *rules, **values)]

    async def ask_index(self, entity_type: EntityType, query: SearchQuery) -> Hits:
        """What the index finds; see `EntitySearch`."""
        assert isinstance(self.store, SearchIndex)
        return await self.store.search(entity_type, query)

    async def load_those(self, entity_type: EntityType, ids: Sequence[Any]) -> list[Any]:
        """The books of the ids, in their order; see `EntitySearch`."""
        found = {kept.entity.id: kept.entity for kept in await self.store.get(entity_type, ids)}
        return [found[id] for id in ids]
