from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from atomos import Application, NotFound
from atomos.testing import FixedClock
from jobboard.core.domain.content import Content
from jobboard.core.domain.organisation import Organisation
from jobboard.core.domain.posting import Posting, new_posting
from jobboard.core.domain.query import GetOrganisation, GetPosting, ListSimilar
from jobboard.core.use_cases.browsing import most_alike

NOW = datetime(2019, 3, 19, tzinfo=UTC)
PARKS, STREETS = Organisation(UUID(int=1), "Parks", "parks"), Organisation(UUID(int=2), "Streets", "streets")
Publish = Callable[..., Awaitable[str]]


def posting(number: int, title: str, category: str = "", organisation: Organisation = PARKS) -> Posting:
    return new_posting(UUID(int=number), Content(title=title, category=category), organisation, NOW)


def test_postings_are_alike_by_the_words_of_their_titles_then_by_who_posts() -> None:
    engineer = posting(1, "Senior Software Engineer", "Technology")
    others = [
        posting(2, "Gardener"),
        posting(3, "Data Analyst", "Technology"),
        posting(4, "Software Engineer", organisation=STREETS),
        posting(5, "Software Engineer"),
        engineer,
    ]

    assert [each.id.int for each in most_alike(engineer, others)] == [5, 4, 3]


def test_short_words_make_nothing_alike() -> None:
    assert most_alike(posting(1, "Head of the zoo"), [posting(2, "End of the war")]) == []


async def test_an_organisation_shows_what_is_open(board: Application, publish: Publish, clock: FixedClock) -> None:
    await publish(title="Gardener")
    clock.advance(timedelta(hours=1))
    await publish(title="Arborist")

    shown = await board.execute(GetOrganisation("parks-trees", limit=1))
    rest = await board.execute(GetOrganisation("parks-trees", after=shown.postings.next, limit=1))

    assert (shown.name, shown.postings.total) == ("Parks & Trees", 2)
    assert [each.title for each in (*shown.postings.cards, *rest.postings.cards)] == ["Arborist", "Gardener"]


async def test_what_is_not_public_has_nothing_similar(board: Application, publish: Publish, clock: FixedClock) -> None:
    slug = await publish()
    assert await board.execute(GetPosting(slug))
    clock.advance(timedelta(days=-1))

    with pytest.raises(NotFound):
        await board.execute(ListSimilar(slug))
