"""The same board gives the same answers wherever it is kept."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from atomos import Application, Clock, NotFound
from atomos.migrations import apply
from atomos.testing import FixedClock
from jobboard.adapters.incoming.command_line.importing import import_file
from jobboard.config import JobBoardSettings
from jobboard.core.domain.publication import DivideAddresses, GetNumberedPosting, ListAddresses, ListDetails
from jobboard.core.domain.query import ListPostings, PostingList, ReadListings, Sort
from jobboard.main import job_board

PACKAGE = Path(__file__).parents[1] / "src" / "jobboard"
SEARCHES = [
    ListPostings(limit=100),
    ListPostings(sort=Sort.SALARY, limit=7),
    ListPostings("ENGINEER project", limit=5),
    ListPostings("developpeur", sort=Sort.SALARY),
    ListPostings(place="brooklyn", sort=Sort.SALARY, limit=3),
    ListPostings("100% _ ' \" \\"),
    ListPostings("c++ 東京"),
]
READ_BY_MACHINES = [ListDetails("engineer", limit=100), DivideAddresses(), ListAddresses("a"), GetNumberedPosting(7)]


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/board.db"
    postgres: str = request.getfixturevalue("postgres_url")
    return postgres


def built(url: str) -> Application:
    service = job_board()
    service.provide(Clock, FixedClock(datetime(2019, 4, 2, 12, tzinfo=UTC)))
    return service.build(JobBoardSettings(database_url=url))


async def answers(board: Application) -> tuple[list[list[PostingList]], list[object]]:
    """All pages of every search, and what machines read, on a board with both samples."""
    async with board:
        for source, name in (("nyc", "nyc-sample.csv"), ("cds", "cds-sample.jsonl")):
            await import_file(board, ReadListings(str(PACKAGE / "data" / name), source))
        return [await pages(board, search) for search in SEARCHES], [await answer(board, q) for q in READ_BY_MACHINES]


async def answer(board: Application, query: object) -> object:
    try:
        return await board.execute(query)
    except NotFound as error:
        return str(error)


async def pages(board: Application, search: ListPostings) -> list[PostingList]:
    found: list[PostingList] = [await board.execute(search)]
    while found[-1].next:
        found.append(await board.execute(replace(search, after=found[-1].next)))
    return found


async def test_searches_find_the_same_everywhere(url: str) -> None:
    stored = built(url)
    apply(url, PACKAGE / "migrations", stored.manifest.entities)

    searches, read = await answers(stored)

    assert (searches, read) == await answers(built("memory://"))
    assert [bool(results[0].cards) for results in searches] == [True, True, True, False, True, False, False]
