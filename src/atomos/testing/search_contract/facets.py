"""Rules, choices, counts and pages."""

import random
from collections import Counter
from itertools import pairwise

import pytest

from atomos.core.domain.errors import Invalid
from atomos.testing.search_contract.domain import Binding, Book
from atomos.testing.search_contract.shelf import Shelf
from atomos.testing.store_contract.event_loop import in_event_loop

_WORDS = ("sea", "boat", "knot", "sail", "wind", "maps")
_SUBJECTS = ("travel", "history", "craft")


def thick(book: Book, least: int) -> bool:
    """A rule over a value of which the index has a copy."""
    return book.pages >= least


def by(book: Book, author: str) -> bool:
    """A rule over a text of which it has none."""
    return book.author == author


def some_books(shelf: Shelf, count: int) -> list[Book]:
    """Books with facets in every combination, the same each time."""
    rng = random.Random(3)  # noqa: S311 - the same each time
    return [
        shelf.book(
            " ".join(rng.sample(_WORDS, 2)),
            author=rng.choice(("Ann", "Bob")),
            binding=rng.choice((None, *Binding)),
            subjects=tuple(rng.sample(_SUBJECTS, rng.randrange(3))),
            pages=rng.randrange(500),
            price=rng.choice((None, rng.randrange(50))),
        )
        for _ in range(count)
    ]


class Facets:
    """What stands beside the words."""

    @in_event_loop
    async def test_rules_limit_what_is_found(self, shelf: Shelf) -> None:
        books = some_books(shelf, 40)
        await shelf.insert(*books)
        found = await shelf.find("sea", thick, by, least=200, author="Ann", limit=100)
        expected = {b.id for b in books if "sea" in b.title and b.pages >= 200 and b.author == "Ann"}
        assert {book.id for book in found} == expected

    @in_event_loop
    async def test_counts_are_those_of_a_walk_through_all(self, shelf: Shelf) -> None:
        books = some_books(shelf, 60)
        await shelf.insert(*books)
        rng = random.Random(4)  # noqa: S311 - the same each time
        for _ in range(30):
            word, least = rng.choice(("", *_WORDS)), rng.randrange(400)
            bindings = rng.choice(([], [Binding.PAPER], list(Binding)))
            subjects = rng.sample(_SUBJECTS, rng.randrange(3))
            found = await shelf.find(word, thick, least=least, chosen={"binding": bindings, "subjects": subjects})
            matching = [b for b in books if word in b.title and b.pages >= least]
            bound = [b for b in matching if not bindings or b.binding in bindings]
            about = [b for b in matching if not subjects or set(subjects) & set(b.subjects)]
            assert found.total == len([b for b in bound if b in about])
            assert found.facets["binding"] == Counter(b.binding.value for b in about if b.binding)
            assert found.facets["subjects"] == Counter(each for b in bound for each in b.subjects)

    @in_event_loop
    @pytest.mark.parametrize("order", ["", "-pages", "price", ["-price", "pages"]])
    @pytest.mark.parametrize("words", ["", "sea"])
    @pytest.mark.parametrize("chosen", [{}, {"binding": [Binding.CLOTH]}])
    async def test_pages_neither_skip_nor_repeat(
        self, shelf: Shelf, order: str | list[str], words: str, chosen: dict[str, list[str]]
    ) -> None:
        await shelf.insert(*some_books(shelf, 40))
        whole = await shelf.find(words, order_by=order or (), limit=100, chosen=chosen)
        pages: list[Book] = []
        after = None
        while not pages or after:
            page = await shelf.find(words, order_by=order or (), limit=3, after=after, chosen=chosen, count=False)
            pages += list(page)
            after = page.next
        assert [book.id for book in pages] == [book.id for book in whole]
        assert len(whole) == whole.total

    @in_event_loop
    async def test_an_order_sorts(self, shelf: Shelf) -> None:
        await shelf.insert(*some_books(shelf, 20))
        pages = [book.pages for book in await shelf.find("sea", order_by="-pages")]
        assert all(one >= other for one, other in pairwise(pages))

    @in_event_loop
    async def test_an_order_by_what_the_index_has_no_copy_of_is_refused(self, shelf: Shelf) -> None:
        with pytest.raises(Invalid, match="cannot be sorted by 'author': its index has no copy of it"):
            await shelf.find("sea", order_by="author")

    @in_event_loop
    async def test_a_choice_of_no_facet_is_refused(self, shelf: Shelf) -> None:
        with pytest.raises(Invalid, match="book has no facet 'colour'; it has binding, subjects"):
            await shelf.find("sea", chosen={"colour": ["red"]})
