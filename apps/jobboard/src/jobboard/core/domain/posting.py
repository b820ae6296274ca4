"""A posting: what an employer offers, and where it stands."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from jobboard.core.domain.money import SalaryRange
from jobboard.core.domain.organisation import Organisation
from jobboard.core.domain.place import Location, WorkArrangement
from jobboard.core.domain.text import Slug, fold
from jobboard.core.domain.window import end_of, zone


class EmploymentType(StrEnum):
    """The kinds of contract that schema.org knows."""

    FULL_TIME = "full_time"
    PART_TIME = "part_time"
    CONTRACTOR = "contractor"
    TEMPORARY = "temporary"
    INTERN = "intern"
    VOLUNTEER = "volunteer"
    PER_DIEM = "per_diem"
    OTHER = "other"


class PostingStatus(StrEnum):
    """How far a posting has come. That it has expired is not among them: time tells, see `visible`."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    ACTIVE = "active"
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


@dataclass(frozen=True, slots=True)
class ExternalRef:
    """What a posting is called where it came from."""

    source: str
    key: str

    def __post_init__(self) -> None:
        Slug(self.source)
        if not self.key:
            raise ValueError("a reference has a key")


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What an employer writes and a moderator reads.

    `description` is Markdown, in `language` (BCP 47). `last_day` is open until its end in `time_zone`;
    without one the posting is open until it is closed. What the employer does not state is left out, never
    guessed.
    """

    title: str
    description: str = ""
    language: str = "en"
    category: str = ""
    salary: SalaryRange | None = None
    location: Location | None = None
    arrangement: WorkArrangement | None = None
    employment_types: tuple[EmploymentType, ...] = ()
    last_day: date | None = None
    time_zone: str = "UTC"

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError("a posting has a title")
        zone(self.time_zone)
        _ = self.closes_at

    @property
    def closes_at(self) -> datetime | None:
        """The first instant after the last day."""
        return None if self.last_day is None else end_of(self.last_day, self.time_zone)


@dataclass(slots=True, kw_only=True)
class Posting:
    """An opening at an organisation, under the name that the organisation had when it was written.

    `published_at` and `closes_at` bound the time in which it is open: from the first instant up to the
    second. `proposed` is an edit of an active posting that waits for approval while the old content stays
    live. `yearly_pay` (upper end, minor units, full-time year) and `searchable` (folded words) follow from
    the content.
    """

    id: UUID
    organisation_id: UUID
    organisation_name: str
    slug: str
    title: str
    description: str = ""
    language: str = "en"
    category: str = ""
    salary: SalaryRange | None = None
    location: Location | None = None
    arrangement: WorkArrangement | None = None
    employment_types: tuple[EmploymentType, ...] = ()
    last_day: date | None = None
    time_zone: str = "UTC"
    status: PostingStatus = PostingStatus.DRAFT
    published_at: datetime | None = None
    closes_at: datetime | None = None
    close_reason: CloseReason | None = None
    proposed: Content | None = None
    reference: ExternalRef | None = None
    yearly_pay: int | None = None
    searchable: str = ""

    @property
    def content(self) -> Content:
        return Content(**{f.name: getattr(self, f.name) for f in fields(Content)})

    def rewrite(self, content: Content) -> None:
        """Take over the content and what follows from it."""
        for f in fields(Content):
            setattr(self, f.name, getattr(content, f.name))
        self.closes_at = content.closes_at
        self.yearly_pay = content.salary.yearly_maximum if content.salary else None
        self.searchable = fold(" ".join([self.organisation_name, *_words(content)]))

    def close(self, reason: CloseReason, now: datetime) -> None:
        """End the posting; one whose time was over already keeps the instant at which it ended."""
        self.status = PostingStatus.CLOSED
        self.close_reason = reason
        self.closes_at = now if self.closes_at is None else min(now, self.closes_at)

    def require(self, *allowed: PostingStatus, to_be: str) -> None:
        """Raises: WrongStatus, unless the posting is in one of these."""
        if self.status not in allowed:
            raise WrongStatus(self.status, to_be)


def new_posting(posting_id: UUID, content: Content, organisation: Organisation) -> Posting:
    """A draft. Its slug is the title that it began with, and enough of the id to be its own for ever."""
    posting = Posting(
        id=posting_id,
        organisation_id=organisation.id,
        organisation_name=organisation.name,
        slug=Slug.of(content.title[:60], posting_id.hex[-12:]).text,
        title=content.title,
    )
    posting.rewrite(content)
    return posting


def _words(content: Content) -> list[str]:
    words = [content.title, content.category, content.description]
    return words + ([content.location.locality, content.location.address] if content.location else [])
