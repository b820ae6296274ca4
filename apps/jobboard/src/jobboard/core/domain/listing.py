"""Listings: what another board publishes, on its way in."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from jobboard.core.domain.content import Content
from jobboard.core.domain.reference import ExternalRef
from jobboard.core.domain.text import Slug
from jobboard.core.domain.window import ValidityWindow

NAMESPACE = UUID("7a4c4d26-7a3e-5f55-8f2e-0f3a5b1c9d10")
"""Ids of imported things follow from where they came from, so that importing twice finds what is there."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where listings come from. `credit` names who is thanked, `note` what a reader should know of them."""

    name: str
    credit: str
    time_zone: str
    note: str = ""

    def __post_init__(self) -> None:
        Slug(self.name)


@dataclass(frozen=True, slots=True)
class Listing:
    """One opening as the source states it, read and put into this board's words."""

    reference: ExternalRef
    organisation: str
    posted_on: date
    content: Content

    def __post_init__(self) -> None:
        _ = self.window

    @property
    def window(self) -> ValidityWindow:
        return ValidityWindow(self.posted_on, self.content.last_day, self.content.time_zone)

    @property
    def posting_id(self) -> UUID:
        return uuid5(NAMESPACE, f"posting {self.reference.source} {self.reference.key}")

    @property
    def organisation_slug(self) -> str:
        return Slug.of(self.organisation).text

    def moved(self, days: int) -> "Listing":
        """The same listing some days later."""
        shift = timedelta(days=days)
        last_day = self.content.last_day and self.content.last_day + shift
        return replace(self, posted_on=self.posted_on + shift, content=replace(self.content, last_day=last_day))


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that cannot be taken in, as it was, and why. `key` is what the source calls it, empty where
    unreadable.
    """

    row: int
    reason: str
    raw: dict[str, str]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a source, read: `outcome` is its listing, or the reason why there is none."""

    number: int
    key: str
    raw: dict[str, str]
    outcome: Listing | str


@dataclass(frozen=True, slots=True)
class Harvest:
    """All rows of a source, sorted out: each is a listing, a refusal or an exact repeat of an earlier row."""

    source: Source
    listings: tuple[Listing, ...]
    refusals: tuple[Refusal, ...]
    duplicates: int
    moved_days: int = 0

    @property
    def rows(self) -> int:
        return len(self.listings) + len(self.refusals) + self.duplicates

    @property
    def keys(self) -> frozenset[str]:
        """What the source calls the things it has, the refused ones among them."""
        return frozenset([each.reference.key for each in self.listings] + [each.key for each in self.refusals])


@dataclass(slots=True)
class ImportedSource:
    """A source that postings came from, as it was at the last import of it."""

    id: UUID
    name: str
    credit: str
    note: str
    moved_days: int


@dataclass(slots=True, kw_only=True)
class QuarantinedRow:
    """A refused row, kept until someone has looked at it."""

    id: UUID
    import_run_id: UUID
    source: str
    row: int
    reason: str
    raw: dict[str, str]


@dataclass(slots=True, kw_only=True)
class ImportRun:
    """One import of a source: what became of each of its rows.

    `created`, `updated` and `unchanged` listings, `duplicates` and `quarantined` rows add up to `rows` in the
    end; `vanished` counts postings that were closed because the source no longer has them.
    """

    id: UUID
    source: Source
    started_at: datetime
    rows: int
    moved_days: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicates: int = 0
    quarantined: int = 0
    vanished: int = 0
    finished_at: datetime | None = None

    @property
    def accounted(self) -> int:
        """How many rows have been dealt with so far."""
        return self.created + self.updated + self.unchanged + self.duplicates + self.quarantined

    @property
    def changed(self) -> int:
        """How many postings are now other than before."""
        return self.created + self.updated + self.vanished
