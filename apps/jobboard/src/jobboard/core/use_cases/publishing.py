"""What other machines read: postings in full, by number, and where all of them are found."""

from datetime import datetime

from atomos import NotFound, Repository
from jobboard.core.domain.organisation import Organisation
from jobboard.core.domain.posting import Posting
from jobboard.core.domain.publication import (
    AddressList,
    AddressPart,
    DetailList,
    DivideAddresses,
    GetNumberedPosting,
    ListAddresses,
    ListDetails,
    PostingAddress,
)
from jobboard.core.domain.query import PostingDetail
from jobboard.core.domain.rules import addressed, known_to_the_public, visible
from jobboard.core.use_cases.search import detail, find_postings

ROOM = 50_000
"""How many addresses a sitemap may have."""


async def list_details(
    query: ListDetails,
    organisation: Organisation | None,
    organisations: Repository[Organisation],
    postings: Repository[Posting],
    now: datetime,
) -> DetailList:
    if query.organisation_slug is not None and organisation is None:
        raise NotFound("organisation", query.organisation_slug)
    of_one = {"organisation_id": organisation.id} if organisation else {}
    page = await find_postings(query, postings, now, **of_one)
    ids = list(dict.fromkeys(each.organisation_id for each in page))
    owners = {each.id: each for each in await organisations.get_many(ids)}
    return DetailList(tuple(detail(each, owners[each.organisation_id], now) for each in page), page.next)


async def get_numbered_posting(
    query: GetNumberedPosting,
    organisations: Repository[Organisation],
    postings: Repository[Posting],
    now: datetime,
) -> PostingDetail:
    posting = await postings.first(known_to_the_public, addressed, now=now, ending=f"-{query.number:012x}")
    if posting is None:
        raise NotFound("posting", query.number)
    return detail(posting, await organisations.get(posting.organisation_id), now)


async def divide_addresses(query: DivideAddresses, postings: Repository[Posting], now: datetime) -> list[AddressPart]:
    return await divide("", ROOM, postings, now)


async def list_addresses(query: ListAddresses, postings: Repository[Posting], now: datetime) -> AddressList:
    page = await postings.find(
        *(visible, addressed), now=now, ending=query.ending, order_by="slug", limit=query.limit, after=query.after
    )
    found = ((each.slug, each.updated_at or each.published_at) for each in page)
    return AddressList(tuple(PostingAddress(slug, at) for slug, at in found if at is not None), page.next)


async def divide(ending: str, most: int, postings: Repository[Posting], now: datetime) -> list[AddressPart]:
    """The ending, if it is borne by few enough; else the longer ones of which it is the end."""
    values = {"now": now, "ending": ending}
    if await postings.count(visible, addressed, **values) > most:
        longer = [await divide(digit + ending, most, postings, now) for digit in "0123456789abcdef"]
        return [part for parts in longer for part in parts]
    newest = await postings.first(visible, addressed, order_by="-updated_at", **values)
    return [AddressPart(ending, newest.updated_at)] if newest else []
