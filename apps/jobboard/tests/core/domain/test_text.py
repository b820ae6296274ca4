import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobboard.core.domain.text import SearchWords, Slug, fold


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_folding_forgets_case_and_accents() -> None:
    assert fold("Développeur·euse ÉCOLE Straße") == "developpeur·euse ecole strasse"


@given(st.lists(st.text(), max_size=3))
def test_every_text_has_a_slug(parts: list[str]) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", Slug.of(*parts).text)


def test_a_slug_reads_like_its_words() -> None:
    assert Slug.of("Développeur C++ (sénior)").text == "developpeur-c-senior"


@pytest.mark.parametrize("text", ["", "-a", "a--b", "A", "a b", "é"])
def test_what_does_not_fit_an_address_is_no_slug(text: str) -> None:
    with pytest.raises(ValueError, match="is not a slug"):
        Slug(text)


def test_search_words_lose_the_punctuation_around_them_only() -> None:
    words = SearchWords.of('"C++", (c#) node.js')

    assert {words.first, words.second, words.third} == {"c++", "c#", "node.js"}


def test_the_longest_of_many_words_are_searched() -> None:
    words = SearchWords.of("a bb ccc dddd eeeee ffffff ggggggg hhhhhhhh iiiiiiiii")

    assert words.first == "iiiiiiiii"
    assert words.eighth == "bb"


@given(st.text())
def test_any_query_can_be_asked(text: str) -> None:
    SearchWords.of(text)
