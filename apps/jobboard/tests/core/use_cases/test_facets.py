"""The counts beside what may be chosen next tell what choosing it would find."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from atomos import Application
from jobboard.adapters.incoming.command_line.importing import import_file
from jobboard.core.domain.employment import EmploymentType
from jobboard.core.domain.query import ListPostings, PostingList, ReadListings

SAMPLE = Path(__file__).parents[3] / "src" / "jobboard" / "data" / "nyc-sample.csv"
WORDS = ("", "", "engineer", "manager", "project health")
PLACES = ("", "", "Brooklyn", "Queens")
EMPLOYMENT = (None, None, EmploymentType.FULL_TIME, EmploymentType.PART_TIME)
PAYS = ((None, ""), (None, ""), (50_000, "USD"), (75_000, "USD"))


@pytest.fixture
async def filled(board: Application) -> Application:
    await import_file(board, ReadListings(str(SAMPLE), "nyc"))
    return board


async def found(board: Application, query: ListPostings) -> PostingList:
    answer: PostingList = await board.execute(query)
    return answer


@pytest.mark.parametrize("seed", range(12))
async def test_a_count_is_what_the_choice_would_find(filled: Application, seed: int) -> None:
    chance = random.Random(seed)
    pay, currency = chance.choice(PAYS)
    query = ListPostings(
        words=chance.choice(WORDS),
        place=chance.choice(PLACES),
        employment=chance.choice(EMPLOYMENT),
        pay=pay,
        currency=currency,
        facets=True,
    )

    facets = (await found(filled, query)).facets

    for name in ("employment", "category", "organisation"):
        for value, count in list(facets[name].items())[:3]:
            choice = EmploymentType(value) if name == "employment" else value
            assert (await found(filled, replace(query, facets=False, **{name: choice}))).total == count  # type: ignore[arg-type]  # of the field's own type
    for value, count in facets["pay"].items():
        unit, _, amount = value.partition(" ")
        assert (await found(filled, replace(query, facets=False, pay=int(amount), currency=unit))).total == count


async def test_the_most_frequent_stands_first(filled: Application) -> None:
    counts = list((await found(filled, ListPostings(facets=True))).facets["organisation"].values())

    assert counts == sorted(counts, reverse=True)


async def test_nothing_found_tells_what_leaving_out_one_part_would_find(filled: Application) -> None:
    nothing = await found(filled, ListPostings("zebra", "Brooklyn", employment=EmploymentType.FULL_TIME))
    wider = await found(filled, ListPostings("", "Brooklyn", employment=EmploymentType.FULL_TIME))

    assert nothing.total == 0
    assert {each.part: each.total for each in nothing.widenings} == {"words": wider.total}


async def test_facets_are_counted_only_where_asked_for(filled: Application) -> None:
    assert (await found(filled, ListPostings())).facets == {}
