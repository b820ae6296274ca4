from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from atomos import Application, NotFound, Operator
from atomos.testing import FixedClock
from jobboard.core.domain.command import (
    ApprovePosting,
    DecideCase,
    EditPosting,
    RejectPosting,
    ReportPosting,
    RequestChanges,
    ResumePosting,
    SubmitPosting,
    SuspendPosting,
)
from jobboard.core.domain.completeness import Incomplete
from jobboard.core.domain.content import Content
from jobboard.core.domain.event import PostingStatusChanged
from jobboard.core.domain.moderation import Concern, ModerationCase, Outcome
from jobboard.core.domain.organisation import Organisation
from jobboard.core.domain.place import Location
from jobboard.core.domain.posting import Posting, PostingStatus, WrongStatus, new_posting
from jobboard.core.domain.query import GetPosting, ListCases, ListChanges
from jobboard.core.domain.rules import visible
from jobboard.core.use_cases.moderation import (
    approve_posting,
    decide_case,
    reject_posting,
    report_posting,
    request_changes,
    resume_posting,
    suspend_posting,
)
from jobboard.core.use_cases.posting import edit_posting, submit_posting

NOW = datetime(2019, 3, 19, 12, tzinfo=UTC)
ID = UUID(int=7)
CONTENT = Content(title="Nurse", description="Care.", location=Location("US"), last_day=date(2019, 4, 1))


@pytest.fixture
def submitted() -> Posting:
    posting = new_posting(ID, CONTENT, Organisation(UUID(int=1), "NYC Health", "nyc-health"), NOW)
    submit_posting(SubmitPosting(ID), posting, NOW)
    return posting


@pytest.fixture
def live(submitted: Posting) -> Posting:
    approve_posting(ApprovePosting(ID), submitted, NOW)
    return submitted


def test_approval_publishes_what_was_submitted(submitted: Posting) -> None:
    later = NOW + timedelta(hours=1)

    approved = approve_posting(ApprovePosting(ID), submitted, later)

    assert approved == (submitted, PostingStatusChanged(ID, PostingStatus.ACTIVE, later))
    assert (submitted.published_at, submitted.updated_at) == (later, later)
    assert visible(submitted, later)


def test_what_was_made_incomplete_in_review_is_not_approved(submitted: Posting) -> None:
    edit_posting(EditPosting(ID, description=""), submitted, NOW)

    with pytest.raises(Incomplete):
        approve_posting(ApprovePosting(ID), submitted, NOW)


def test_requested_changes_lead_back_to_review(submitted: Posting) -> None:
    reason = "Say what it pays."
    asked = request_changes(RequestChanges(ID, reason), submitted, NOW)
    assert asked == (submitted, PostingStatusChanged(ID, PostingStatus.CHANGES_REQUESTED, NOW, reason))

    edit_posting(EditPosting(ID, description="Care, well paid."), submitted, NOW)
    submit_posting(SubmitPosting(ID), submitted, NOW)

    assert submitted.status is PostingStatus.IN_REVIEW


def test_a_rejected_posting_stays_rejected(submitted: Posting) -> None:
    reject_posting(RejectPosting(ID, "A pyramid scheme."), submitted, NOW)

    with pytest.raises(WrongStatus, match="a posting that is rejected cannot be approved"):
        approve_posting(ApprovePosting(ID), submitted, NOW)
    with pytest.raises(WrongStatus, match="a posting that is rejected cannot be submitted"):
        submit_posting(SubmitPosting(ID), submitted, NOW)


def test_an_edit_of_a_live_posting_waits_for_approval(live: Posting) -> None:
    later = NOW + timedelta(days=1)
    edit_posting(EditPosting(ID, title="Head nurse"), live, NOW)
    edit_posting(EditPosting(ID, description="Nights."), live, NOW)
    assert live.title == "Nurse"

    assert approve_posting(ApprovePosting(ID), live, later) is live

    assert (live.title, live.description, live.proposed) == ("Head nurse", "Nights.", None)
    assert (live.published_at, live.updated_at) == (NOW, later)


def test_an_edit_that_takes_away_what_is_required_is_not_approved(live: Posting) -> None:
    edit_posting(EditPosting(ID, location=None), live, NOW)

    with pytest.raises(Incomplete, match="location"):
        approve_posting(ApprovePosting(ID), live, NOW)


def test_a_rejected_edit_leaves_the_live_posting_as_it_was(live: Posting) -> None:
    edit_posting(EditPosting(ID, title="Get rich quick"), live, NOW)

    reject_posting(RejectPosting(ID, "No."), live, NOW)

    assert (live.content, live.proposed, live.status) == (CONTENT, None, PostingStatus.ACTIVE)


def test_a_suspended_posting_is_hidden_until_it_is_resumed(live: Posting) -> None:
    suspend_posting(SuspendPosting(ID, "Reported as a scam."), live, NOW)
    assert not visible(live, NOW)

    resume_posting(ResumePosting(ID), live, NOW)

    assert visible(live, NOW)
    assert not visible(live, NOW + timedelta(days=30))


def test_a_report_opens_a_case_that_is_decided_once(live: Posting) -> None:
    command = ReportPosting(live.slug, Concern.SCAM, "They ask for money.")

    case = report_posting(command, live, UUID(int=9), NOW)
    assert case == ModerationCase(
        id=UUID(int=9), posting_id=ID, concern=Concern.SCAM, words="They ask for money.", reported_at=NOW
    )

    decide_case(DecideCase(case.id, Outcome.UPHELD), case, NOW)
    with pytest.raises(ValueError, match="decided already"):
        decide_case(DecideCase(case.id, Outcome.DISMISSED), case, NOW)
    assert (case.outcome, case.decided_at) == (Outcome.UPHELD, NOW)


def test_what_cannot_be_seen_cannot_be_reported(submitted: Posting) -> None:
    with pytest.raises(NotFound):
        report_posting(ReportPosting(submitted.slug, Concern.SCAM), submitted, UUID(int=9), NOW)


@pytest.mark.parametrize("decide", [RequestChanges, RejectPosting, SuspendPosting])
def test_the_employer_is_always_told_why(decide: Callable[[UUID, str], object]) -> None:
    with pytest.raises(ValueError, match="is told a reason"):
        decide(ID, " ")


async def test_a_suspended_posting_is_unknown_to_the_public_and_the_reason_on_record(
    board: Application, publish: Callable[..., Awaitable[str]], clock: FixedClock
) -> None:
    posting = await board.execute(GetPosting(await publish()))
    clock.advance(timedelta(hours=1))
    await board.execute(SuspendPosting(posting.id, "Reported as a scam."), actor=Operator())
    await board.settle()

    changes = await board.execute(ListChanges(posting.id), actor=Operator())
    with pytest.raises(NotFound):
        await board.execute(GetPosting(posting.slug))

    assert (changes[-1].status, changes[-1].reason) == (PostingStatus.SUSPENDED, "Reported as a scam.")


async def test_cases_are_listed_until_they_are_decided(
    board: Application, publish: Callable[..., Awaitable[str]]
) -> None:
    case = await board.execute(ReportPosting(await publish(), Concern.OVER))
    (listed,) = await board.execute(ListCases(), actor=Operator())
    assert (listed.id, listed.concern) == (case.id, Concern.OVER)

    await board.execute(DecideCase(case.id, Outcome.DISMISSED), actor=Operator())

    assert await board.execute(ListCases(), actor=Operator()) == []
