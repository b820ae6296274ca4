"""Listings: what another board publishes, on its way in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID, uuid5

from jobboard.core.domain.content import Content, LocalizedText
from jobboard.core.domain.organisation import Profile
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
    """One opening as the source states it, read and put into this board's words.

    `called` is another name that the organisation goes by in the language of the content.
    """

    reference: ExternalRef
    organisation: str
    posted_on: date
    content: Content
    called: str = ""

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

    @property
    def text(self) -> LocalizedText:
        return replace(self.content.texts[0], organisation_name=self.called)

    def moved(self, days: int) -> "Listing":
        """The same listing some days later."""
        shift = timedelta(days=days)
        last_day = self.content.last_day and self.content.last_day + shift
        return replace(self, posted_on=self.posted_on + shift, content=replace(self.content, last_day=last_day))

    def joined_by(self, other: "Listing") -> "Listing":
        """The one opening that both state, each in a language; open as long as either says."""
        days = (self.content.last_day, other.content.last_day)
        last_day = None if None in days else max(day for day in days if day)
        content = replace(self.content.with_text(other.text), last_day=last_day)
        return replace(self, posted_on=min(self.posted_on, other.posted_on), content=content)


@dataclass(frozen=True, slots=True)
class Employer:
    """An organisation as a directory describes it."""

    reference: ExternalRef
    slug: str
    name: str
    website: str
    profile: Profile

    def __post_init__(self) -> None:
        Slug(self.slug)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that cannot be taken in, as it was, and why. `key` is what the source calls it, empty where
    unreadable; `repeats` is the number of the row whose key it has again.
    """

    row: int
    reason: str
    raw: dict[str, str]
    key: str = ""
    repeats: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a source, read: `outcome` is what it states, or the reason why that cannot be told.

    `key` is what the source calls the thing; where several rows state the same thing, each in a language,
    `part` tells them apart.
    """

    number: int
    key: str
    raw: dict[str, str]
    outcome: Listing | Employer | str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Harvest:
    """All rows of a source, sorted out. Each is a listing, an employer, a refusal, an exact repeat of an
    earlier row, or is joined to a listing that states the same opening in another language.
    """

    source: Source
    listings: tuple[Listing, ...]
    refusals: tuple[Refusal, ...]
    duplicates: int
    moved_days: int = 0
    joined: int = 0
    employers: tuple[Employer, ...] = ()

    @property
    def rows(self) -> int:
        taken = len(self.listings) + len(self.employers) + self.joined
        return taken + len(self.refusals) + self.duplicates

    @property
    def keys(self) -> frozenset[str]:
        """What the source calls the things it has, the refused ones among them."""
        return frozenset([each.reference.key for each in self.listings] + [each.key for each in self.refusals])

    @property
    def refused(self) -> frozenset[UUID]:
        """The ids under which its refused rows are kept."""
        return frozenset(row_id(self.source.name, each.row, each.raw) for each in self.refusals)


def row_id(source: str, number: int, raw: Mapping[str, str]) -> UUID:
    """The same for the same row of the source, however often it is read."""
    return uuid5(NAMESPACE, f"row {source} {number} {sorted(raw.items())}")
