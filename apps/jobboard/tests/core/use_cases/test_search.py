from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from atomos import Application, Forbidden, Invalid, NotFound
from atomos.testing import FixedClock
from jobboard.core.domain.command import RegisterOrganisation
from jobboard.core.domain.money import Money, Period, SalaryRange
from jobboard.core.domain.place import Location
from jobboard.core.domain.query import GetPosting, ListPostings, PostingList, ReadListings, Sort

Publish = Callable[..., Awaitable[str]]


def yearly(amount: int) -> SalaryRange:
    return SalaryRange(Money(0, "USD"), Money(amount, "USD"), Period.YEAR)


async def titles(board: Application, query: ListPostings) -> list[str]:
    found: PostingList = await board.execute(query)
    return [card.title for card in found.cards]


async def test_all_words_are_wanted_wherever_they_stand(board: Application, publish: Publish) -> None:
    await publish(title="Développeur", description="Python and *C++*")
    await publish(title="Developer", description="PHP")

    assert await titles(board, ListPostings("DEVELOPPEUR c++")) == ["Développeur"]
    assert await titles(board, ListPostings("python php")) == []
    assert await titles(board, ListPostings("trees")) == ["Developer", "Développeur"]


@pytest.mark.parametrize("words", ['"', "c++ c#", "+python -php", "%", "_", "\\", "' or 1=1 --", "a" * 5000, "🙂"])
async def test_any_words_can_be_searched(board: Application, publish: Publish, words: str) -> None:
    await publish()

    assert await titles(board, ListPostings(words)) in ([], ["Gardener"])


async def test_a_place_narrows_the_list(board: Application, publish: Publish) -> None:
    await publish(title="Cook", location=Location("US", "US-NY", "Brooklyn", "16 Court St"))
    await publish(title="Clerk")

    assert await titles(board, ListPostings(place=" brooklyn ")) == ["Cook"]


async def test_the_highest_salary_comes_first_and_none_stated_last(board: Application, publish: Publish) -> None:
    await publish(title="Low", salary=yearly(100))
    await publish(title="None")
    await publish(title="Hourly", salary=SalaryRange(Money(1, "USD"), Money(1, "USD"), Period.HOUR))

    assert await titles(board, ListPostings(sort=Sort.SALARY)) == ["Hourly", "Low", "None"]


@pytest.mark.parametrize("sort", Sort)
async def test_pages_follow_each_other_without_gaps(board: Application, publish: Publish, sort: Sort) -> None:
    slugs = {await publish(salary=yearly(number % 3) if number % 3 else None) for number in range(7)}

    seen: list[str] = []
    after = None
    while True:
        page: PostingList = await board.execute(ListPostings(sort=sort, limit=3, after=after))
        seen += [card.slug for card in page.cards]
        assert page.total == 7
        after = page.next
        if after is None:
            break

    assert len(seen) == 7
    assert set(seen) == slugs


async def test_a_cursor_from_elsewhere_is_refused(board: Application) -> None:
    with pytest.raises(Invalid):
        await board.execute(ListPostings(after="nonsense"))


async def test_what_is_over_is_not_listed_but_can_still_be_read(
    board: Application, publish: Publish, clock: FixedClock
) -> None:
    slug = await publish(last_day=date(2019, 3, 20), time_zone="America/New_York")
    assert await titles(board, ListPostings()) == ["Gardener"]

    clock.set(datetime(2019, 3, 21, 4, tzinfo=UTC))

    assert await titles(board, ListPostings()) == []
    posting = await board.execute(GetPosting(slug))
    assert not posting.open
    assert posting.closed_at == datetime(2019, 3, 21, 4, tzinfo=UTC)


async def test_an_early_look_finds_nothing(board: Application, publish: Publish, clock: FixedClock) -> None:
    slug = await publish()
    clock.advance(-timedelta(seconds=1))

    with pytest.raises(NotFound):
        await board.execute(GetPosting(slug))


async def test_only_an_operator_may_write_or_read_files(board: Application) -> None:
    for message in (RegisterOrganisation("Spam"), ReadListings("/etc/passwd", "nyc")):
        with pytest.raises(Forbidden):
            await board.execute(message)


@pytest.mark.parametrize("limit", [0, 101])
def test_a_page_has_a_sensible_length(limit: int) -> None:
    with pytest.raises(ValueError, match="1 to 100"):
        ListPostings(limit=limit)
