"""What someone wants to know, and the answers."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from jobboard.core.domain.content import Content, LocalizedText
from jobboard.core.domain.employment import Benefit, EmploymentType, OccupationCode
from jobboard.core.domain.import_run import RowState
from jobboard.core.domain.interview import InterviewPlan
from jobboard.core.domain.money import Money, SalaryRange
from jobboard.core.domain.organisation import Profile
from jobboard.core.domain.place import Location, WorkArrangement, Workplace
from jobboard.core.domain.posting import CloseReason, PostingStatus
from jobboard.core.domain.reference import ExternalRef
from jobboard.core.domain.text import Slug


class Sort(StrEnum):
    NEWEST = "newest"
    SALARY = "salary"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class ListPostings:
    """The postings that are open now, mention all `words`, are in `place` and fit what else is asked for.

    `pay` is what a full-time year pays at least, in the major unit of `currency`; `rounds` is how many interview
    rounds there are at most. `after` is where the page before ended. `facets` asks for counts as well.
    """

    words: str = ""
    place: str = ""
    sort: Sort = Sort.NEWEST
    after: str | None = None
    limit: int = 20
    arrangement: Workplace | None = None
    employment: EmploymentType | None = None
    category: str = ""
    organisation: str = ""
    benefit: Benefit | None = None
    rounds: int | None = None
    pay: int | None = None
    currency: str = ""
    facets: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.limit <= 100:
            raise ValueError("a page has 1 to 100 postings")
        if "\x00" in self.words + self.place + self.category + self.organisation + self.currency:
            raise ValueError("a search is plain text")
        if self.rounds is not None and not 0 <= self.rounds <= 20:
            raise ValueError("an interview has 0 to 20 rounds")
        if (self.pay is None) != (self.currency == ""):
            raise ValueError("a pay has a currency")
        _ = self.least_pay

    @property
    def least_pay(self) -> Money | None:
        return None if self.pay is None else Money.of(Decimal(self.pay), self.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingCard:
    """What a list tells of a posting."""

    id: UUID
    slug: str
    organisation_name: str
    title: str
    language: str
    translations: tuple[LocalizedText, ...]
    category: str
    salary: SalaryRange | None
    location: Location | None
    arrangement: WorkArrangement | None
    employment_types: tuple[EmploymentType, ...]
    benefits: tuple[Benefit, ...]
    interview_rounds: int | None
    published_at: datetime | None
    time_zone: str
    last_day: date | None
    reference: ExternalRef | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPosting(PostingCard):
    """What everyone may read of an open posting. `description` is Markdown."""

    organisation_id: UUID
    description: str
    interview: InterviewPlan | None
    occupations: tuple[OccupationCode, ...]
    apply_url: str
    updated_at: datetime | None
    closes_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagedPosting(PublicPosting):
    """What those who run the board see of a posting, whatever its status."""

    status: PostingStatus
    close_reason: CloseReason | None
    proposed: Content | None


@dataclass(frozen=True, slots=True)
class Widening:
    """What to leave out of a search that found nothing, by the name of its field, and how many there are then."""

    part: str
    total: int


@dataclass(frozen=True, slots=True)
class PostingList:
    """One page of cards; `total` counts all pages, `next` leads to the following one.

    `facets` counts by field and value, the most frequent first. The counts of a field leave out what was asked of
    it, so that they tell what another choice would find. `widenings` is empty unless nothing was found.
    """

    cards: tuple[PostingCard, ...]
    total: int
    next: str | None
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    widenings: tuple[Widening, ...] = ()


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
    organisation_slug: str
    organisation_website: str
    content: Content
    published_at: datetime
    updated_at: datetime
    open: bool
    closed_at: datetime | None
    close_reason: CloseReason | None
    reference: ExternalRef | None

    @property
    def number(self) -> int:
        """A number for those who cannot take more: the end of the id, which ends the slug as well."""
        return int(self.id.hex[-12:], 16)


@dataclass(frozen=True, slots=True)
class ListSimilar:
    """Open postings like this one, the most alike first."""

    posting_slug: str
    limit: int = 4

    def __post_init__(self) -> None:
        Slug(self.posting_slug)
        if not 1 <= self.limit <= 20:
            raise ValueError("1 to 20 postings are like another")


@dataclass(frozen=True, slots=True)
class GetOrganisation:
    """The organisation of that slug, and a page of its open postings."""

    organisation_slug: str
    after: str | None = None
    limit: int = 20

    def __post_init__(self) -> None:
        Slug(self.organisation_slug)
        if not 1 <= self.limit <= 100:
            raise ValueError("a page has 1 to 100 postings")


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationDetail:
    name: str
    slug: str
    website: str
    profile: Profile | None
    postings: PostingList


@dataclass(frozen=True, slots=True)
class ListChanges:
    """What happened to a posting, in order."""

    posting_id: UUID


@dataclass(frozen=True, slots=True)
class ListCases:
    """What readers have reported and nobody has decided on yet, the oldest first."""


@dataclass(frozen=True, slots=True)
class ListSources:
    """Where the imported postings come from."""


@dataclass(frozen=True, slots=True)
class ListQuarantine:
    """The refused rows in a state, of one source or of all."""

    source: str = ""
    state: RowState = RowState.WAITING


@dataclass(frozen=True, slots=True)
class GetQuarantinedRow:
    quarantined_row_id: UUID


@dataclass(frozen=True, slots=True)
class ReadListings:
    """The listings, or the employers, in a file of a source: one that is known by its name, or the path of a
    mapping file that tells how to read it.

    `newest_today` moves all dates by one whole number of days, so that the newest listing is of today: for
    demonstrations with old data.
    """

    path: str
    source: str
    newest_today: bool = False
