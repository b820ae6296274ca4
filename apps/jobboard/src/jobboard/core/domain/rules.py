"""What is true of a posting, said once: pages, API and search all ask these.

Rules run as they are in memory and as SQL in a database.
"""

from datetime import datetime
from uuid import UUID

from jobboard.core.domain.listing import QuarantinedRow
from jobboard.core.domain.organisation import Organisation
from jobboard.core.domain.posting import Posting, PostingStatus
from jobboard.core.domain.text import SearchWords


def visible(posting: Posting, now: datetime) -> bool:
    """Whether the public may see the posting. Time alone ends it: no job has to run for it to expire."""
    return (
        posting.status == PostingStatus.ACTIVE
        and posting.published_at is not None
        and posting.published_at <= now
        and (posting.closes_at is None or now < posting.closes_at)
    )


def mentions(posting: Posting, words: SearchWords) -> bool:
    """Whether every word occurs in the content of the posting or the name of the organisation."""
    return (
        words.first in posting.searchable
        and words.second in posting.searchable
        and words.third in posting.searchable
        and words.fourth in posting.searchable
        and words.fifth in posting.searchable
        and words.sixth in posting.searchable
        and words.seventh in posting.searchable
        and words.eighth in posting.searchable
    )


def located_in(posting: Posting, place: str) -> bool:
    """Whether the posting says that its work is in this place; any place, where none is asked for."""
    return place == "" or (
        posting.location is not None
        and (place.lower() in posting.location.locality.lower() or place.lower() in posting.location.address.lower())
    )


def active_from(posting: Posting, source: str) -> bool:
    """Whether the posting was imported from this source and has not been closed."""
    return (
        posting.status == PostingStatus.ACTIVE and posting.reference is not None and posting.reference.source == source
    )


def posting_among(posting: Posting, ids: set[UUID]) -> bool:
    return posting.id in ids


def organisation_among(organisation: Organisation, slugs: set[str]) -> bool:
    return organisation.slug in slugs


def row_among(row: QuarantinedRow, ids: set[UUID]) -> bool:
    return row.id in ids
