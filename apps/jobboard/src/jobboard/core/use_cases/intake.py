"""Taking over what others publish, without a trace of how often it was offered."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from uuid import uuid5

from atomos import Repository
from jobboard.core.domain.content import Content
from jobboard.core.domain.listing import NAMESPACE, Employer, Listing
from jobboard.core.domain.organisation import Organisation
from jobboard.core.domain.posting import CloseReason, Posting, PostingStatus, new_posting
from jobboard.core.domain.rules import organisation_among, posting_among


class Taken(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


async def take_in_listings(
    listings: Sequence[Listing],
    organisations: Repository[Organisation],
    postings: Repository[Posting],
    now: datetime,
    *,
    alone: bool = False,
) -> Counter[Taken]:
    """Make the postings say what the listings do. `alone`: a listing says nothing of its other languages."""
    owners = await _owners(listings, organisations)
    ids = {each.posting_id for each in listings}
    known = {each.id: each for each in await postings.find(posting_among, ids=ids)}
    taken: Counter[Taken] = Counter()
    for listing in listings:
        posting, owner = known.get(listing.posting_id), owners[listing.organisation_slug]
        if posting is None:
            postings.add(_published(listing, owner, now))
            taken[Taken.CREATED] += 1
            continue
        wanted = _added_to(posting.content, listing) if alone else listing
        changed = _bring_up_to_date(posting, wanted, owner, now)
        taken[Taken.UPDATED if changed else Taken.UNCHANGED] += 1
    return taken


async def take_in_employers(employers: Iterable[Employer], organisations: Repository[Organisation]) -> Counter[Taken]:
    """Make the organisations be what a directory says; one that registered itself keeps its name and website."""
    wanted = {each.slug: each for each in employers}
    known = {each.slug: each for each in await organisations.find(organisation_among, slugs=set(wanted))}
    taken: Counter[Taken] = Counter()
    for slug, employer in wanted.items():
        organisation = known.get(slug)
        if organisation is None:
            organisation = Organisation(uuid5(NAMESPACE, f"organisation {slug}"), employer.name, slug)
            organisation.reference = employer.reference
            organisations.add(organisation)
            _describe(organisation, employer)
            taken[Taken.CREATED] += 1
        else:
            taken[Taken.UPDATED if _describe(organisation, employer) else Taken.UNCHANGED] += 1
    return taken


def _describe(organisation: Organisation, employer: Employer) -> bool:
    """Whether anything had to change."""
    before = (organisation.name, organisation.website, organisation.profile)
    organisation.profile = employer.profile
    if organisation.reference == employer.reference:
        organisation.name, organisation.website = employer.name, employer.website
    return (organisation.name, organisation.website, organisation.profile) != before


def _published(listing: Listing, owner: Organisation, now: datetime) -> Posting:
    posting = new_posting(listing.posting_id, listing.content, owner, now)
    posting.reference = listing.reference
    posting.status = PostingStatus.ACTIVE
    posting.published_at = listing.window.opens_at
    return posting


def _bring_up_to_date(posting: Posting, listing: Listing, owner: Organisation, now: datetime) -> bool:
    """Whether anything had to change. What was closed here stays closed; what had vanished comes back."""
    vanished = posting.close_reason is CloseReason.VANISHED
    if posting.status is not PostingStatus.ACTIVE and not vanished:
        return False
    wanted = (listing.content, owner.id, listing.window.opens_at)
    if not vanished and (posting.content, posting.organisation_id, posting.published_at) == wanted:
        return False
    posting.organisation_id, posting.organisation_name = owner.id, owner.name
    posting.rewrite(listing.content, now)
    posting.status, posting.close_reason = PostingStatus.ACTIVE, None
    posting.published_at = listing.window.opens_at
    return True


def _added_to(content: Content, listing: Listing) -> Listing:
    """The listing as a text of an opening that is known in another language already."""
    if content.language == listing.content.language:
        return replace(listing, content=replace(listing.content, translations=content.translations))
    return replace(listing, content=content.with_text(listing.text))


async def _owners(listings: Iterable[Listing], organisations: Repository[Organisation]) -> dict[str, Organisation]:
    """The organisations of the listings by their slugs; those that are not known yet are registered."""
    wanted = {each.organisation_slug: each.organisation for each in listings}
    found = {each.slug: each for each in await organisations.find(organisation_among, slugs=set(wanted))}
    for slug, name in wanted.items():
        if slug not in found:
            found[slug] = Organisation(uuid5(NAMESPACE, f"organisation {slug}"), name, slug)
            organisations.add(found[slug])
    return found
