"""An employer's posting, from its draft to its end."""

from dataclasses import fields, replace
from datetime import datetime
from uuid import UUID

from atomos import Repository
from jobboard.core.domain.audit import AuditEntry
from jobboard.core.domain.command import (
    ClosePosting,
    DraftPosting,
    EditPosting,
    RegisterOrganisation,
    RenewPosting,
    SubmitPosting,
)
from jobboard.core.domain.completeness import require_complete
from jobboard.core.domain.content import Content
from jobboard.core.domain.event import PostingStatusChanged
from jobboard.core.domain.organisation import Organisation
from jobboard.core.domain.posting import Posting, PostingStatus, new_posting
from jobboard.core.domain.query import ListChanges
from jobboard.core.domain.text import Slug

UNPUBLISHED = (PostingStatus.DRAFT, PostingStatus.IN_REVIEW, PostingStatus.CHANGES_REQUESTED)


def register_organisation(command: RegisterOrganisation, new_id: UUID) -> Organisation:
    return Organisation(new_id, command.name, Slug.of(command.name).text, command.website)


def draft_posting(command: DraftPosting, organisation: Organisation, new_id: UUID, now: datetime) -> Posting:
    content = Content(**{f.name: getattr(command, f.name) for f in fields(Content)})
    return new_posting(new_id, content, organisation, now)


def edit_posting(command: EditPosting, posting: Posting, now: datetime) -> Posting:
    """Rewrite the posting; of one that is live the edit waits for approval, and what was approved stays."""
    posting.require(*UNPUBLISHED, PostingStatus.ACTIVE, to_be="edited")
    given = {f.name: getattr(command, f.name) for f in fields(Content)}
    changes = {name: value for name, value in given.items() if value is not ...}
    content = replace(posting.proposed or posting.content, **changes)
    if posting.status == PostingStatus.ACTIVE:
        posting.proposed = content
    else:
        posting.rewrite(content, now)
    return posting


def submit_posting(command: SubmitPosting, posting: Posting, now: datetime) -> tuple[Posting, PostingStatusChanged]:
    posting.require(PostingStatus.DRAFT, PostingStatus.CHANGES_REQUESTED, to_be="submitted")
    require_complete(posting.content)
    posting.status = PostingStatus.IN_REVIEW
    return posting, PostingStatusChanged(posting.id, posting.status, now)


def renew_posting(command: RenewPosting, posting: Posting, now: datetime) -> tuple[Posting, PostingStatusChanged]:
    posting.require(PostingStatus.ACTIVE, to_be="renewed")
    posting.renew(command.days, now)
    return posting, PostingStatusChanged(posting.id, posting.status, now, f"open until {posting.last_day}")


def close_posting(command: ClosePosting, posting: Posting, now: datetime) -> tuple[Posting, PostingStatusChanged]:
    posting.require(*UNPUBLISHED, PostingStatus.ACTIVE, PostingStatus.SUSPENDED, to_be="closed")
    posting.close(command.reason, now)
    return posting, PostingStatusChanged(posting.id, posting.status, now)


def record_change(event: PostingStatusChanged, new_id: UUID) -> AuditEntry:
    return AuditEntry(new_id, event.posting_id, event.status, event.at, event.reason)


async def list_changes(query: ListChanges, changes: Repository[AuditEntry]) -> list[AuditEntry]:
    return list(await changes.find(order_by="at", posting_id=query.posting_id))
