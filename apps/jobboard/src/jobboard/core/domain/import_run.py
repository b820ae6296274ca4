"""Imports as they are remembered: from where, what became of each row, and which rows wait."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from jobboard.core.domain.listing import Source


@dataclass(slots=True)
class ImportedSource:
    """A source that postings came from, as it was at the last import of it."""

    id: UUID
    name: str
    credit: str
    note: str
    moved_days: int


class RowState(StrEnum):
    """What became of a refused row."""

    WAITING = "waiting"
    MENDED = "mended"
    """Someone put it right here, and it was taken in."""
    GONE = "gone"
    """The source no longer has it as it was."""


@dataclass(slots=True, kw_only=True)
class QuarantinedRow:
    """A refused row: kept until someone has mended it, or the source has. `repeats` is as in a refusal,
    `moved_days` as in the import.
    """

    id: UUID
    import_run_id: UUID
    source: str
    row: int
    reason: str
    raw: dict[str, str]
    key: str = ""
    repeats: int | None = None
    moved_days: int = 0
    state: RowState = RowState.WAITING


@dataclass(slots=True, kw_only=True)
class ImportRun:
    """One import of a source: what became of each of its rows.

    `created`, `updated` and `unchanged` things, `joined` rows that state one of them in a further language,
    `duplicates` and `quarantined` rows add up to `rows` in the end. `vanished` counts postings that were
    closed because the source no longer has them, `settled` rows that it no longer has as they were refused.
    """

    id: UUID
    source: Source
    started_at: datetime
    rows: int
    moved_days: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    joined: int = 0
    duplicates: int = 0
    quarantined: int = 0
    vanished: int = 0
    settled: int = 0
    finished_at: datetime | None = None

    @property
    def accounted(self) -> int:
        """How many rows have been dealt with so far."""
        taken = self.created + self.updated + self.unchanged + self.joined
        return taken + self.duplicates + self.quarantined

    @property
    def changed(self) -> int:
        """How many things are now other than before."""
        return self.created + self.updated + self.vanished
