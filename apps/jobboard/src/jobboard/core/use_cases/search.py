"""What the public may read: the list of open postings, and one of them."""

from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from atomos import NotFound, Page, Repository
from jobboard.core.domain.import_run import ImportedSource
from jobboard.core.domain.organisation import Organisation
from jobboard.core.domain.posting import Posting
from jobboard.core.domain.query import (
    GetPosting,
    ListPostings,
    ListSources,
    PostingCard,
    PostingDetail,
    PostingList,
    Sort,
    Widening,
)
from jobboard.core.domain.rules import known_to_the_public, visible
from jobboard.core.use_cases.facets import Narrowing, count_facets, narrowings

ORDERS = {
    Sort.NEWEST: ("-published_at", "-id"),
    Sort.SALARY: ("-yearly_pay", "-published_at", "-id"),
    Sort.CLOSING: ("closes_at", "-published_at", "-id"),
}


async def list_postings(query: ListPostings, postings: Repository[Posting], now: datetime) -> PostingList:
    parts = narrowings(query)
    asked = {name: part for name, part in parts.items() if part.asked}
    rules, values = _together(asked.values())
    page = await find_postings(query, postings, now)
    total = await postings.count(visible, *rules, now=now, **values)
    facets = count_facets(await _mentioning(parts["words"], postings, now), parts) if query.facets else {}
    widenings = [] if total else [await _without(name, asked, postings, now) for name in asked]
    return PostingList(
        tuple(card(each) for each in page), total, page.next, facets, tuple(each for each in widenings if each.total)
    )


async def find_postings(
    search: ListPostings, postings: Repository[Posting], now: datetime, **also: Any
) -> Page[Posting]:
    """The page that the search asks for; `also` are fields that must be equal."""
    rules, values = _together(part for part in narrowings(search).values() if part.asked)
    order = ORDERS[search.sort]
    return await postings.find(
        visible, *rules, order_by=order, limit=search.limit, after=search.after, now=now, **values, **also
    )


async def get_posting(
    query: GetPosting, posting: Posting, organisations: Repository[Organisation], now: datetime
) -> PostingDetail:
    if not known_to_the_public(posting, now):
        raise NotFound("posting", query.posting_slug)
    return detail(posting, await organisations.get(posting.organisation_id), now)


async def list_sources(query: ListSources, sources: Repository[ImportedSource]) -> list[ImportedSource]:
    return list(await sources.find(order_by="name"))


def detail(posting: Posting, organisation: Organisation, now: datetime) -> PostingDetail:
    """All that the public may read of a posting that has been published."""
    if posting.published_at is None:
        raise ValueError("the posting has not been published")
    is_open = visible(posting, now)
    return PostingDetail(
        id=posting.id,
        slug=posting.slug,
        organisation_name=posting.organisation_name,
        organisation_slug=organisation.slug,
        organisation_website=organisation.website,
        content=posting.content,
        published_at=posting.published_at,
        updated_at=posting.updated_at or posting.published_at,
        open=is_open,
        closed_at=None if is_open else posting.closes_at,
        close_reason=posting.close_reason,
        reference=posting.reference,
    )


def card(posting: Posting) -> PostingCard:
    shown = {f.name: getattr(posting, f.name) for f in fields(PostingCard)}
    titles = tuple(replace(each, description="") for each in posting.translations)
    return PostingCard(**{**shown, "translations": titles})


async def _mentioning(words: Narrowing, postings: Repository[Posting], now: datetime) -> Iterable[Posting]:
    if not words.asked:
        return await postings.find(visible, now=now)
    return await postings.find(visible, words.rule, now=now, **words.values)


async def _without(name: str, asked: dict[str, Narrowing], postings: Repository[Posting], now: datetime) -> Widening:
    rules, values = _together(part for other, part in asked.items() if other != name)
    return Widening(name, await postings.count(visible, *rules, now=now, **values))


def _together(parts: Iterable[Narrowing]) -> tuple[list[Callable[..., bool]], dict[str, Any]]:
    rules: list[Callable[..., bool]] = []
    values: dict[str, Any] = {}
    for part in parts:
        rules.append(part.rule)
        values |= part.values
    return rules, values
