import pytest

from benchmarks.harness.sample import Sample
from benchmarks.harness.spread import Spread
from benchmarks.report.book import Book, Key


def sample(competitor: str, turn: int, rps: float, at: int | None = None) -> Sample:
    return Sample("a", competitor, "postgresql", turn, {"rps": rps}, at)


def test_a_spread_tells_the_middle_and_both_ends() -> None:
    assert Spread.of([3.0, 1.0, 2.0]) == Spread(2.0, 1.0, 3.0, 3)


def test_a_spread_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one value"):
        Spread.of([])


def test_a_ratio_compares_neighbours_within_each_round() -> None:
    book = Book([sample("limit", 0, 100), sample("atomos", 0, 90), sample("limit", 1, 10), sample("atomos", 1, 9)])
    ratio = book.ratio(Key("a", "atomos", "postgresql"), Key("a", "limit", "postgresql"), "rps")
    assert ratio == Spread(0.9, 0.9, 0.9, 2)


def test_a_round_that_one_of_two_missed_counts_for_neither() -> None:
    book = Book([sample("limit", 0, 100), sample("atomos", 0, 50), sample("atomos", 1, 900)])
    ratio = book.ratio(Key("a", "atomos", "postgresql"), Key("a", "limit", "postgresql"), "rps")
    assert ratio == Spread(0.5, 0.5, 0.5, 1)


def test_who_was_not_measured_has_no_ratio() -> None:
    book = Book([sample("atomos", 0, 50)])
    assert book.ratio(Key("a", "atomos", "postgresql"), Key("a", "limit", "postgresql"), "rps") is None


def test_growth_is_told_in_the_order_of_its_points() -> None:
    book = Book([sample("atomos", 0, 5, at=64), sample("atomos", 0, 7, at=1), sample("atomos", 0, 1)])
    assert book.growth("a", "atomos", "postgresql", "rps") == [(1, 7), (64, 5)]
