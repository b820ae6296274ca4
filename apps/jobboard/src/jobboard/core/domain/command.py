"""What someone wants to be done."""

from dataclasses import dataclass, field
from datetime import date
from types import EllipsisType
from uuid import UUID

from jobboard.core.domain.content import Content, LocalizedText
from jobboard.core.domain.employment import Benefit, EmploymentType, OccupationCode
from jobboard.core.domain.interview import InterviewPlan
from jobboard.core.domain.listing import Employer, Listing, Refusal, Source
from jobboard.core.domain.moderation import Concern, Outcome
from jobboard.core.domain.money import SalaryRange
from jobboard.core.domain.place import Location, WorkArrangement
from jobboard.core.domain.posting import CloseReason
from jobboard.core.domain.text import Slug


@dataclass(frozen=True, slots=True)
class RegisterOrganisation:
    name: str
    website: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPosting(Content):
    """The content of a new posting of this organisation."""

    organisation_id: UUID


@dataclass(frozen=True, slots=True)
class EditPosting:
    """What is left out stays as it is; `None` takes away."""

    posting_id: UUID
    title: str | EllipsisType = ...
    description: str | EllipsisType = ...
    language: str | EllipsisType = ...
    translations: tuple[LocalizedText, ...] | EllipsisType = ...
    category: str | EllipsisType = ...
    salary: SalaryRange | None | EllipsisType = ...
    location: Location | None | EllipsisType = ...
    arrangement: WorkArrangement | None | EllipsisType = ...
    employment_types: tuple[EmploymentType, ...] | EllipsisType = ...
    benefits: tuple[Benefit, ...] | EllipsisType = ...
    interview: InterviewPlan | None | EllipsisType = ...
    occupations: tuple[OccupationCode, ...] | EllipsisType = ...
    apply_url: str | EllipsisType = ...
    last_day: date | None | EllipsisType = ...
    time_zone: str | EllipsisType = ...


@dataclass(frozen=True, slots=True)
class SubmitPosting:
    posting_id: UUID


@dataclass(frozen=True, slots=True)
class ApprovePosting:
    posting_id: UUID


@dataclass(frozen=True, slots=True)
class RequestChanges:
    """Send a posting back to the employer, who reads in `reason` what to change."""

    posting_id: UUID
    reason: str

    def __post_init__(self) -> None:
        _require_reason(self.reason)


@dataclass(frozen=True, slots=True)
class RejectPosting:
    """Refuse a posting, or the edit of a live one, for good."""

    posting_id: UUID
    reason: str

    def __post_init__(self) -> None:
        _require_reason(self.reason)


@dataclass(frozen=True, slots=True)
class SuspendPosting:
    """Take a live posting off the board until it is resumed. Its time runs on."""

    posting_id: UUID
    reason: str

    def __post_init__(self) -> None:
        _require_reason(self.reason)


@dataclass(frozen=True, slots=True)
class ResumePosting:
    posting_id: UUID


@dataclass(frozen=True, slots=True)
class RenewPosting:
    """Keep a posting open for `days` more, counted from its old last day if that is still to come."""

    posting_id: UUID
    days: int = 30

    def __post_init__(self) -> None:
        if not 1 <= self.days <= 365:
            raise ValueError("a posting is renewed for 1 to 365 days")


@dataclass(frozen=True, slots=True)
class ReportPosting:
    """Tell those who run the board what is wrong with an open posting."""

    posting_slug: str
    concern: Concern
    words: str = ""

    def __post_init__(self) -> None:
        Slug(self.posting_slug)
        if len(self.words) > 2000 or "\x00" in self.words:
            raise ValueError("a report is plain text of at most 2000 characters")


@dataclass(frozen=True, slots=True)
class DecideCase:
    moderation_case_id: UUID
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class ClosePosting:
    posting_id: UUID
    reason: CloseReason = CloseReason.FILLED


@dataclass(frozen=True, slots=True)
class StartImport:
    """`rows` is how many the source has; `moved_days` by how many days their dates were moved, 0 for none."""

    source: Source
    rows: int
    moved_days: int = 0


@dataclass(frozen=True, slots=True)
class ImportListings:
    """One batch of a running import. `duplicates` counts rows that repeat another one exactly, `joined` those
    that state a listing in a further language.
    """

    import_run_id: UUID
    listings: tuple[Listing, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    duplicates: int = 0
    joined: int = 0

    @property
    def rows(self) -> int:
        return len(self.listings) + len(self.refusals) + self.duplicates + self.joined


@dataclass(frozen=True, slots=True)
class ImportEmployers:
    """One batch of a running import of a directory."""

    import_run_id: UUID
    employers: tuple[Employer, ...]

    @property
    def rows(self) -> int:
        return len(self.employers)


@dataclass(frozen=True, slots=True)
class FinishImport:
    """The end of a running import. `present` holds the keys of the whole source: postings of others are
    closed. `refused` holds the ids of its refused rows: others need no longer wait.

    `present` is `None` where the input is only a part of the source, so that nothing can be told of the rest.
    """

    import_run_id: UUID
    present: frozenset[str] | None
    refused: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class RetryRow:
    """Read a quarantined row again, `mended` in these values.

    `format` is how to read it, where the source is not one that is known by its name.
    """

    quarantined_row_id: UUID
    mended: dict[str, str] = field(default_factory=dict)
    format: str = ""


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise ValueError("the employer is told a reason")
