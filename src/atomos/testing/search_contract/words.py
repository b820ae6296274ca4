"""Which words find what."""

import random

import pytest

from atomos.core.ports.outgoing.search import Widening
from atomos.testing.search_contract.domain import Chapter
from atomos.testing.search_contract.shelf import Shelf
from atomos.testing.store_contract.event_loop import in_event_loop

_TITLES = (
    "The C++ Programmer", "Learning C# and .NET", "The Old Man and the Sea", "Sailing Boats of the World",
    "L'Été à Genève", "A Full-Time Engineer", "Motion Picture History", "Picture Frames in Motion", "The Driver's Seat",
)  # fmt: skip


class Words:
    """The language of questions."""

    @in_event_loop
    @pytest.mark.parametrize(
        ("words", "titles"),
        [
            ("old sea", {"The Old Man and the Sea"}),
            ("SAILED boat", {"Sailing Boats of the World"}),
            ("sai", {"Sailing Boats of the World"}),
            ("ete geneve", {"L'Été à Genève"}),
            ("c++", {"The C++ Programmer"}),
            ('"c++', {"The C++ Programmer"}),
            ("c#", {"Learning C# and .NET"}),
            (".net", {"Learning C# and .NET"}),
            ("full time", {"A Full-Time Engineer"}),
            ("driver", {"The Driver's Seat"}),
            ('"motion picture"', {"Motion Picture History"}),
            ("film", {"Motion Picture History"}),
            ("ocean man", {"The Old Man and the Sea"}),
            ("motion picture -history", {"Picture Frames in Motion"}),
            ("enginere", {"A Full-Time Engineer"}),
            ("sialing baots", {"Sailing Boats of the World"}),
            ("progrmamer", {"The C++ Programmer"}),
            ("+engin", {"A Full-Time Engineer"}),
            ("+enginere", set()),
            ("the sea qqqq", {"The Old Man and the Sea"}),
        ],
    )
    async def test_words_find(self, shelf: Shelf, words: str, titles: set[str]) -> None:
        await shelf.put(*_TITLES)
        assert set(await shelf.titles(words)) == titles

    @in_event_loop
    async def test_a_synonym_of_one_way_does_not_go_back(self, shelf: Shelf) -> None:
        await shelf.put("Ocean Maps")
        assert await shelf.titles("sea") == []

    @in_event_loop
    async def test_words_are_found_in_any_text(self, shelf: Shelf) -> None:
        await shelf.insert(shelf.book("Sails", author="Ann Bee", about="On boats", chapters=(Chapter("Knots"),)))
        assert await shelf.titles("knots boats bee sails") == ["Sails"]

    @in_event_loop
    async def test_a_phrase_does_not_go_from_one_text_to_the_next(self, shelf: Shelf) -> None:
        await shelf.insert(shelf.book("Sails", author="Knots"))
        assert await shelf.titles('"sails knots"') == []

    @in_event_loop
    async def test_the_weightier_text_comes_first(self, shelf: Shelf) -> None:
        await shelf.insert(shelf.book("Maps", about="Boats"), shelf.book("Boats", about="Maps"))
        assert await shelf.titles("boats") == ["Boats", "Maps"]

    @in_event_loop
    async def test_a_title_as_a_whole_comes_first(self, shelf: Shelf) -> None:
        await shelf.put("Boats and Boats of Boats", "Boats", "Boat")
        assert (await shelf.titles("boats"))[0] == "Boats"

    @in_event_loop
    async def test_words_that_were_read_as_others_are_told(self, shelf: Shelf) -> None:
        await shelf.put(*_TITLES)
        found = await shelf.find("enginere qqqq")
        assert found.read_as == {"enginere": ("engineer",), "qqqq": ()}

    @in_event_loop
    async def test_nothing_found_tells_what_to_leave_out(self, shelf: Shelf) -> None:
        await shelf.put("Old Boats", "New Boats", "Maps")
        found = await shelf.find("boats +maps")
        assert found.widenings == (Widening("+maps", 2), Widening("boats", 1))

    @in_event_loop
    async def test_any_text_is_a_question(self, shelf: Shelf) -> None:
        await shelf.put(*_TITLES)
        rng = random.Random(5)  # noqa: S311 - the same each time
        alphabet = "ab+-\"'*()^:~&|!<>%_\\{}[]/.,;#@ \t\nÉß漢字🚢\u0301NEAROTD"
        for _ in range(150):
            await shelf.find("".join(rng.choices(alphabet, k=rng.randrange(1, 24))))
