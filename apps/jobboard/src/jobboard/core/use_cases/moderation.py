"""What those who run the board decide on postings, and what readers tell them."""

from datetime import datetime
from uuid import UUID

from atomos import NotFound, Repository
from jobboard.core.domain.command import (
    ApprovePosting,
    DecideCase,
    RejectPosting,
    ReportPosting,
    RequestChanges,
    ResumePosting,
    SuspendPosting,
)
from jobboard.core.domain.completeness import require_complete
from jobboard.core.domain.event import PostingStatusChanged
from jobboard.core.domain.moderation import ModerationCase
from jobboard.core.domain.posting import Posting, PostingStatus
from jobboard.core.domain.query import ListCases
from jobboard.core.domain.rules import undecided, visible

Decided = Posting | tuple[Posting, PostingStatusChanged]


def approve_posting(command: ApprovePosting, posting: Posting, now: datetime) -> Decided:
    """Make the posting live, or the edit of a live one."""
    if posting.status == PostingStatus.ACTIVE and posting.proposed is not None:
        require_complete(posting.proposed)
        posting.rewrite(posting.proposed, now)
        posting.proposed = None
        return posting
    posting.require(PostingStatus.IN_REVIEW, to_be="approved")
    require_complete(posting.content)
    posting.published_at = posting.updated_at = now
    return _moved(posting, PostingStatus.ACTIVE, now)


def request_changes(command: RequestChanges, posting: Posting, now: datetime) -> Decided:
    posting.require(PostingStatus.IN_REVIEW, to_be="sent back")
    return _moved(posting, PostingStatus.CHANGES_REQUESTED, now, command.reason)


def reject_posting(command: RejectPosting, posting: Posting, now: datetime) -> Decided:
    """Refuse the posting, or the edit of a live one, which stays as it is."""
    if posting.status == PostingStatus.ACTIVE and posting.proposed is not None:
        posting.proposed = None
        return posting, PostingStatusChanged(posting.id, posting.status, now, command.reason)
    posting.require(PostingStatus.IN_REVIEW, to_be="rejected")
    return _moved(posting, PostingStatus.REJECTED, now, command.reason)


def suspend_posting(command: SuspendPosting, posting: Posting, now: datetime) -> Decided:
    posting.require(PostingStatus.ACTIVE, to_be="suspended")
    return _moved(posting, PostingStatus.SUSPENDED, now, command.reason)


def resume_posting(command: ResumePosting, posting: Posting, now: datetime) -> Decided:
    posting.require(PostingStatus.SUSPENDED, to_be="resumed")
    return _moved(posting, PostingStatus.ACTIVE, now)


def report_posting(command: ReportPosting, posting: Posting, new_id: UUID, now: datetime) -> ModerationCase:
    """Only what one can see can be reported."""
    if not visible(posting, now):
        raise NotFound("posting", command.posting_slug)
    return ModerationCase(
        id=new_id, posting_id=posting.id, concern=command.concern, words=command.words, reported_at=now
    )


async def list_cases(query: ListCases, cases: Repository[ModerationCase]) -> list[ModerationCase]:
    return list(await cases.find(undecided, order_by="reported_at"))


def decide_case(command: DecideCase, moderation_case: ModerationCase, now: datetime) -> ModerationCase:
    if moderation_case.outcome is not None:
        raise ValueError("the case has been decided already")
    moderation_case.outcome, moderation_case.decided_at = command.outcome, now
    return moderation_case


def _moved(posting: Posting, status: PostingStatus, now: datetime, reason: str = "") -> Decided:
    posting.status = status
    return posting, PostingStatusChanged(posting.id, status, now, reason)
