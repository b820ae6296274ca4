"""Ways from one posting to the next: what an organisation offers, and what is like a posting."""

from collections.abc import Iterable
from datetime import datetime

from atomos import NotFound, Repository
from jobboard.core.domain.organisation import Organisation
from jobboard.core.domain.posting import Posting
from jobboard.core.domain.query import GetOrganisation, ListSimilar, OrganisationDetail, PostingCard, PostingList, Sort
from jobboard.core.domain.rules import filed_under, known_to_the_public, visible
from jobboard.core.domain.text import fold
from jobboard.core.use_cases.search import ORDERS, card

COMPARED = 300


async def get_organisation(
    query: GetOrganisation, organisation: Organisation, postings: Repository[Posting], now: datetime
) -> OrganisationDetail:
    values = {"now": now, "organisation_id": organisation.id}
    page = await postings.find(visible, order_by=ORDERS[Sort.NEWEST], limit=query.limit, after=query.after, **values)
    total = await postings.count(visible, **values)
    return OrganisationDetail(
        name=organisation.name,
        slug=organisation.slug,
        website=organisation.website,
        profile=organisation.profile,
        postings=PostingList(tuple(card(each) for each in page), total, page.next),
    )


async def list_similar(
    query: ListSimilar, posting: Posting, postings: Repository[Posting], now: datetime
) -> list[PostingCard]:
    """Looks among the newest of the same category."""
    if not known_to_the_public(posting, now):
        raise NotFound("posting", query.posting_slug)
    candidates = await postings.find(
        visible, filed_under, now=now, category=posting.category, order_by=ORDERS[Sort.NEWEST], limit=COMPARED
    )
    return [card(each) for each in most_alike(posting, candidates)[: query.limit]]


def most_alike(posting: Posting, others: Iterable[Posting]) -> list[Posting]:
    """The others that share a word of the title or the category, those that share most first."""
    words, likeness = _title_words(posting), {}
    for each in others:
        shared = len(words & _title_words(each))
        same_category = posting.category != "" and each.category == posting.category
        if each.id != posting.id and (shared or same_category):
            likeness[each.id] = (shared, each.organisation_id == posting.organisation_id)
    alike = [each for each in others if each.id in likeness]
    return sorted(alike, key=lambda each: likeness[each.id], reverse=True)


def _title_words(posting: Posting) -> set[str]:
    return {word for word in fold(posting.title).split() if len(word) > 3}
