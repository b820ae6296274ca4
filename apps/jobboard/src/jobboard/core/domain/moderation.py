"""What readers report, and what becomes of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Concern(StrEnum):
    """What may be wrong with a posting."""

    SCAM = "scam"
    DISCRIMINATION = "discrimination"
    MISLEADING = "misleading"
    OVER = "over"
    """The opening is no longer there."""
    OTHER = "other"


class Outcome(StrEnum):
    UPHELD = "upheld"
    DISMISSED = "dismissed"


@dataclass(slots=True, kw_only=True)
class ModerationCase:
    """A report of a reader, until someone has decided on it."""

    id: UUID
    posting_id: UUID
    concern: Concern
    words: str
    reported_at: datetime
    outcome: Outcome | None = None
    decided_at: datetime | None = None
