"""The record of what happened to a posting."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jobboard.core.domain.posting import PostingStatus


@dataclass(slots=True)
class AuditEntry:
    id: UUID
    posting_id: UUID
    status: PostingStatus
    at: datetime
    reason: str = ""
