"""What someone wants to be done."""

from dataclasses import dataclass
from datetime import date
from types import EllipsisType
from uuid import UUID

from jobboard.core.domain.listing import Listing, Refusal, Source
from jobboard.core.domain.money import SalaryRange
from jobboard.core.domain.place import Location, WorkArrangement
from jobboard.core.domain.posting import CloseReason, Content, EmploymentType


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
    category: str | EllipsisType = ...
    salary: SalaryRange | None | EllipsisType = ...
    location: Location | None | EllipsisType = ...
    arrangement: WorkArrangement | None | EllipsisType = ...
    employment_types: tuple[EmploymentType, ...] | EllipsisType = ...
    last_day: date | None | EllipsisType = ...
    time_zone: str | EllipsisType = ...


@dataclass(frozen=True, slots=True)
class SubmitPosting:
    posting_id: UUID


@dataclass(frozen=True, slots=True)
class ApprovePosting:
    posting_id: UUID


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
    """One batch of a running import. `duplicates` counts rows that repeat another one exactly."""

    import_run_id: UUID
    listings: tuple[Listing, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    duplicates: int = 0

    @property
    def rows(self) -> int:
        return len(self.listings) + len(self.refusals) + self.duplicates


@dataclass(frozen=True, slots=True)
class FinishImport:
    """The end of a running import. `present` holds the keys of the whole source: postings of others are
    closed.

    `None` where the input is only a part of the source, so that nothing can be told of the rest.
    """

    import_run_id: UUID
    present: frozenset[str] | None
