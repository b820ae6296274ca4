"""A posting: what an employer offers, and where it stands."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from jobboard.core.domain.content import Content, LocalizedText
from jobboard.core.domain.employment import Benefit, EmploymentType, OccupationCode
from jobboard.core.domain.interview import InterviewPlan
from jobboard.core.domain.money import SalaryRange
from jobboard.core.domain.organisation import Organisation
from jobboard.core.domain.place import Location, WorkArrangement
from jobboard.core.domain.reference import ExternalRef
from jobboard.core.domain.text import Slug, fold
from jobboard.core.domain.window import zone


class PostingStatus(StrEnum):
    """How far a posting has come. That it has expired is not among them: time tells, see `visible`."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    REJECTED = "rejected"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class CloseReason(StrEnum):
    FILLED = "filled"
    WITHDRAWN = "withdrawn"
    VANISHED = "vanished"
    """The source that it was imported from no longer has it."""


class WrongStatus(ValueError):
    """The posting has not come to, or is already past, where this can be done."""

    def __init__(self, status: PostingStatus, action: str) -> None:
        self.status = status
        self.action = action
        super().__init__(f"a posting that is {status.replace('_', ' ')} cannot be {action}")


@dataclass(slots=True, kw_only=True)
class Posting:
    """An opening at an organisation, under the name that the organisation had when it was written.

    `published_at` and `closes_at` bound the time in which it is open: from the first instant up to the
    second. `proposed` is an edit of an active posting that waits for approval while the old content stays
    live. `updated_at` is when what the public reads of it last changed. `yearly_pay` (upper end, minor units,
    full-time year), `interview_rounds` and `searchable` (folded words) follow from the content.
    """

    id: UUID
    organisation_id: UUID
    organisation_name: str
    slug: str
    title: str
    description: str = ""
    language: str = "en"
    translations: tuple[LocalizedText, ...] = ()
    category: str = ""
    salary: SalaryRange | None = None
    location: Location | None = None
    arrangement: WorkArrangement | None = None
    employment_types: tuple[EmploymentType, ...] = ()
    benefits: tuple[Benefit, ...] = ()
    interview: InterviewPlan | None = None
    occupations: tuple[OccupationCode, ...] = ()
    apply_url: str = ""
    last_day: date | None = None
    time_zone: str = "UTC"
    status: PostingStatus = PostingStatus.DRAFT
    published_at: datetime | None = None
    updated_at: datetime | None = None
    closes_at: datetime | None = None
    close_reason: CloseReason | None = None
    proposed: Content | None = None
    reference: ExternalRef | None = None
    yearly_pay: int | None = None
    interview_rounds: int | None = None
    searchable: str = ""

    @property
    def content(self) -> Content:
        return Content(**{f.name: getattr(self, f.name) for f in fields(Content)})

    def rewrite(self, content: Content, now: datetime) -> None:
        """Take over the content and what follows from it."""
        for f in fields(Content):
            setattr(self, f.name, getattr(content, f.name))
        self.updated_at = now
        self.closes_at = content.closes_at
        self.yearly_pay = content.salary.yearly_maximum if content.salary else None
        self.interview_rounds = len(content.interview.rounds) if content.interview else None
        self.searchable = fold(" ".join([self.organisation_name, *_words(content)]))

    def renew(self, days: int, now: datetime) -> None:
        """Keep it open for so many days more: after its last day, or from today on if that is past.

        An edit that waits for approval is for the new time as well. Raises: ValueError (it has no last day).
        """
        if self.last_day is None:
            raise ValueError("a posting without a last day is open until it is closed, and need not be renewed")
        today = now.astimezone(zone(self.time_zone)).date()
        last_day = max(self.last_day, today) + timedelta(days=days)
        self.rewrite(replace(self.content, last_day=last_day), now)
        if self.proposed is not None:
            self.proposed = replace(self.proposed, last_day=last_day)

    def close(self, reason: CloseReason, now: datetime) -> None:
        """End the posting; one whose time was over already keeps the instant at which it ended."""
        self.status = PostingStatus.CLOSED
        self.close_reason = reason
        self.closes_at = now if self.closes_at is None else min(now, self.closes_at)

    def require(self, *allowed: PostingStatus, to_be: str) -> None:
        """Raises: WrongStatus, unless the posting is in one of these."""
        if self.status not in allowed:
            raise WrongStatus(self.status, to_be)


def new_posting(posting_id: UUID, content: Content, organisation: Organisation, now: datetime) -> Posting:
    """A draft. Its slug is the title that it began with, and enough of the id to be its own for ever."""
    posting = Posting(
        id=posting_id,
        organisation_id=organisation.id,
        organisation_name=organisation.name,
        slug=Slug.of(content.title[:60], posting_id.hex[-12:]).text,
        title=content.title,
    )
    posting.rewrite(content, now)
    return posting


def _words(content: Content) -> list[str]:
    words = [content.category]
    for text in content.texts:
        words += [text.title, text.organisation_name, text.description]
    return words + ([content.location.locality, content.location.address] if content.location else [])
