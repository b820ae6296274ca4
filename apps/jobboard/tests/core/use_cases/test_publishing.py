from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from atomos import Application, NotFound
from atomos.testing import FixedClock
from jobboard.core.domain.publication import DivideAddresses, GetNumberedPosting, ListAddresses, ListDetails
from jobboard.core.domain.query import GetPosting
from jobboard.core.use_cases import publishing

Publish = Callable[..., Awaitable[str]]


async def test_details_follow_the_search_and_the_organisation(board: Application, publish: Publish) -> None:
    await publish(title="Cook")
    await publish(title="Clerk")

    found = await board.execute(ListDetails("cook", organisation_slug="parks-trees"))

    assert [each.content.title for each in found.postings] == ["Cook"]
    with pytest.raises(NotFound, match="organisation none"):
        await board.execute(ListDetails(organisation_slug="none"))


async def test_a_posting_is_found_by_its_number(board: Application, publish: Publish) -> None:
    posting = await board.execute(GetPosting(await publish()))

    assert await board.execute(GetNumberedPosting(posting.number)) == posting
    with pytest.raises(NotFound):
        await board.execute(GetNumberedPosting(7))


async def test_addresses_are_listed_once_each_page_by_page(board: Application, publish: Publish) -> None:
    slugs = {await publish() for _ in range(5)}

    first = await board.execute(ListAddresses(limit=3))
    second = await board.execute(ListAddresses(limit=3, after=first.next))

    assert {each.slug for each in first.addresses + second.addresses} == slugs
    assert second.next is None


async def test_the_whole_is_one_part_as_long_as_there_is_room(
    board: Application, publish: Publish, clock: FixedClock
) -> None:
    assert await board.execute(DivideAddresses()) == []
    await publish()
    clock.advance(timedelta(hours=1))
    await publish()

    (part,) = await board.execute(DivideAddresses())

    assert (part.ending, part.updated_at) == ("", datetime(2019, 3, 19, 13, tzinfo=UTC))


async def test_parts_have_every_address_once_and_no_more_than_there_is_room_for(
    board: Application, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "ROOM", 2)
    slugs = {await publish() for _ in range(20)}

    parts = await board.execute(DivideAddresses())

    found = [await board.execute(ListAddresses(part.ending)) for part in parts]
    assert all(len(each.addresses) <= 2 for each in found)
    listed = [address.slug for each in found for address in each.addresses]
    assert sorted(listed) == sorted(slugs)
