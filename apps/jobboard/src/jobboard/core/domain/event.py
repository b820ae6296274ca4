"""What happened."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jobboard.core.domain.posting import PostingStatus


@dataclass(frozen=True, slots=True)
class PostingStatusChanged:
    """A posting came to another status; `reason` is what a moderator wrote to the employer."""

    posting_id: UUID
    status: PostingStatus
    at: datetime
    reason: str = ""
