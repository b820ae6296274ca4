"""What the public may read: the list of open postings, and one of them."""

from datetime import datetime

from atomos import NotFound, Repository
from jobboard.core.domain.listing import ImportedSource
from jobboard.core.domain.posting import Posting
from jobboard.core.domain.query import (
    GetPosting,
    ListPostings,
    ListSources,
    PostingCard,
    PostingDetail,
    PostingList,
    Sort,
)
from jobboard.core.domain.rules import located_in, mentions, visible
from jobboard.core.domain.text import SearchWords

ORDERS = {Sort.NEWEST: ("-published_at", "-id"), Sort.SALARY: ("-yearly_pay", "-published_at", "-id")}


async def list_postings(query: ListPostings, postings: Repository[Posting], now: datetime) -> PostingList:
    rules = (visible, mentions, located_in)
    values = {"now": now, "words": SearchWords.of(query.words), "place": query.place.strip()}
    page = await postings.find(*rules, order_by=ORDERS[query.sort], limit=query.limit, after=query.after, **values)
    total = await postings.count(*rules, **values)
    return PostingList(tuple(_card(each) for each in page), total, page.next)


def get_posting(query: GetPosting, posting: Posting, now: datetime) -> PostingDetail:
    if posting.published_at is None or now < posting.published_at:
        raise NotFound("posting", query.posting_slug)
    is_open = visible(posting, now)
    return PostingDetail(
        id=posting.id,
        slug=posting.slug,
        organisation_name=posting.organisation_name,
        content=posting.content,
        published_at=posting.published_at,
        open=is_open,
        closed_at=None if is_open else posting.closes_at,
        close_reason=posting.close_reason,
        reference=posting.reference,
    )


async def list_sources(query: ListSources, sources: Repository[ImportedSource]) -> list[ImportedSource]:
    return list(await sources.find(order_by="name"))


def _card(posting: Posting) -> PostingCard:
    return PostingCard(
        id=posting.id,
        slug=posting.slug,
        title=posting.title,
        organisation_name=posting.organisation_name,
        language=posting.language,
        category=posting.category,
        salary=posting.salary,
        location=posting.location,
        employment_types=posting.employment_types,
        published_at=posting.published_at,
        time_zone=posting.time_zone,
        last_day=posting.last_day,
        reference=posting.reference,
    )
