"""What someone wants to know, and the answers."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from jobboard.core.domain.money import SalaryRange
from jobboard.core.domain.place import Location, WorkArrangement
from jobboard.core.domain.posting import CloseReason, Content, EmploymentType, ExternalRef, PostingStatus
from jobboard.core.domain.text import Slug


class Sort(StrEnum):
    NEWEST = "newest"
    SALARY = "salary"


@dataclass(frozen=True, slots=True)
class ListPostings:
    """The postings that are open now and mention all `words`, in `place`; `after` is where the page before
    ended.
    """

    words: str = ""
    place: str = ""
    sort: Sort = Sort.NEWEST
    after: str | None = None
    limit: int = 20

    def __post_init__(self) -> None:
        if not 1 <= self.limit <= 100:
            raise ValueError("a page has 1 to 100 postings")
        if "\x00" in self.words + self.place:
            raise ValueError("a search is plain text")


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingCard:
    """What a list tells of a posting."""

    id: UUID
    slug: str
    organisation_name: str
    title: str
    language: str
    category: str
    salary: SalaryRange | None
    location: Location | None
    employment_types: tuple[EmploymentType, ...]
    published_at: datetime | None
    time_zone: str
    last_day: date | None
    reference: ExternalRef | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPosting(PostingCard):
    """What everyone may read of an open posting. `description` is Markdown."""

    organisation_id: UUID
    description: str
    arrangement: WorkArrangement | None
    closes_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagedPosting(PublicPosting):
    """What those who run the board see of a posting, whatever its status."""

    status: PostingStatus
    close_reason: CloseReason | None
    proposed: Content | None


@dataclass(frozen=True, slots=True)
class PostingList:
    """One page of cards; `total` counts all pages, `next` leads to the following one."""

    cards: tuple[PostingCard, ...]
    total: int
    next: str | None


@dataclass(frozen=True, slots=True)
class GetPosting:
    """The posting of that slug, if it is or once was open to the public."""

    posting_slug: str

    def __post_init__(self) -> None:
        Slug(self.posting_slug)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingDetail:
    """A posting in full. `open` tells whether one may still answer it; where not, `closed_at` is when it
    ended.
    """

    id: UUID
    slug: str
    organisation_name: str
    content: Content
    published_at: datetime
    open: bool
    closed_at: datetime | None
    close_reason: CloseReason | None
    reference: ExternalRef | None


@dataclass(frozen=True, slots=True)
class ListChanges:
    """What happened to a posting, in order."""

    posting_id: UUID


@dataclass(frozen=True, slots=True)
class ListSources:
    """Where the imported postings come from."""


@dataclass(frozen=True, slots=True)
class ReadListings:
    """The listings in a file of a known source.

    `newest_today` moves all dates by one whole number of days, so that the newest listing is of today: for
    demonstrations with old data.
    """

    path: str
    source: str
    newest_today: bool = False
