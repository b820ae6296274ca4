"""What is true of a posting, said once: pages, API and search all ask these.

Rules run as they are in memory and as SQL in a database.
"""

from datetime import datetime
from uuid import UUID

from jobboard.core.domain.employment import Benefit, EmploymentType
from jobboard.core.domain.import_run import QuarantinedRow, RowState
from jobboard.core.domain.moderation import ModerationCase
from jobboard.core.domain.organisation import Organisation
from jobboard.core.domain.place import Workplace
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


def known_to_the_public(posting: Posting, now: datetime) -> bool:
    """Whether the public may know of the posting: that it is open, or that it was and is over. What is suspended
    is neither.
    """
    return (
        posting.status in (PostingStatus.ACTIVE, PostingStatus.CLOSED)
        and posting.published_at is not None
        and posting.published_at <= now
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


def arranged_as(posting: Posting, arrangement: Workplace | None) -> bool:
    return arrangement is None or (posting.arrangement is not None and posting.arrangement.workplace is arrangement)


def employed_as(posting: Posting, employment: EmploymentType | None) -> bool:
    return employment is None or employment in posting.employment_types


def offers(posting: Posting, benefit: Benefit | None) -> bool:
    return benefit is None or benefit in posting.benefits


def filed_under(posting: Posting, category: str) -> bool:
    return category in ("", posting.category)


def posted_by(posting: Posting, organisation: str) -> bool:
    """Whether the posting stands under this name; any, where none is asked for."""
    return organisation in ("", posting.organisation_name)


def interviews_within(posting: Posting, rounds: int | None) -> bool:
    """Whether the posting says that there are at most so many interview rounds."""
    return rounds is None or (posting.interview_rounds is not None and posting.interview_rounds <= rounds)


def pays(posting: Posting, least_yearly: int | None, currency: str) -> bool:
    """Whether its stated range reaches this pay (minor units, full-time year); currencies are never converted."""
    return least_yearly is None or (
        posting.salary is not None
        and posting.yearly_pay is not None
        and posting.salary.maximum.currency == currency
        and posting.yearly_pay >= least_yearly
    )


def addressed(posting: Posting, ending: str) -> bool:
    """Whether the slug of the posting ends so."""
    return posting.slug.endswith(ending)


def active_from(posting: Posting, source: str) -> bool:
    """Whether the posting was imported from this source and has not been closed."""
    return (
        posting.status == PostingStatus.ACTIVE and posting.reference is not None and posting.reference.source == source
    )


def undecided(moderation_case: ModerationCase) -> bool:
    return moderation_case.outcome is None


def posting_among(posting: Posting, ids: set[UUID]) -> bool:
    return posting.id in ids


def organisation_among(organisation: Organisation, slugs: set[str]) -> bool:
    return organisation.slug in slugs


def row_among(row: QuarantinedRow, ids: set[UUID]) -> bool:
    return row.id in ids


def held_in(row: QuarantinedRow, source: str, state: RowState) -> bool:
    """Whether the row is in that state, and of that source where one is asked for."""
    return row.state is state and source in ("", row.source)
