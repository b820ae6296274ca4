import pytest

from benchmarks.harness.options import WORKS, chosen_peers, chosen_works


def test_no_names_mean_everything() -> None:
    assert chosen_works("") == frozenset(WORKS)
    assert chosen_peers("", ["limit", "atomos"]) == {"limit", "atomos"}


def test_g_means_all_that_grows_over_http_and_on_the_bus() -> None:
    assert chosen_works("a, g") == {"a", "routes", "handlers", "rows", "clients"}


def test_an_unknown_name_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(ValueError, match="there is no rails; choose of atomos, limit"):
        chosen_peers("limit,rails", ["limit", "atomos"])
