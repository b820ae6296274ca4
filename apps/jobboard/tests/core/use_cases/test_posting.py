from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from atomos import Application, Operator
from atomos.testing import FixedClock
from jobboard.core.domain.audit import AuditEntry
from jobboard.core.domain.command import (
    ApprovePosting,
    ClosePosting,
    DraftPosting,
    EditPosting,
    RegisterOrganisation,
    SubmitPosting,
)
from jobboard.core.domain.event import PostingStatusChanged
from jobboard.core.domain.organisation import Organisation
from jobboard.core.domain.posting import CloseReason, Content, Posting, PostingStatus, WrongStatus
from jobboard.core.domain.query import GetPosting, ListChanges
from jobboard.core.use_cases.posting import (
    approve_posting,
    close_posting,
    draft_posting,
    edit_posting,
    record_change,
    register_organisation,
    submit_posting,
)

NOW = datetime(2019, 3, 19, 12, tzinfo=UTC)
ID = UUID(int=7)


@pytest.fixture
def draft() -> Posting:
    command = DraftPosting(organisation_id=UUID(int=1), title="Nurse", last_day=date(2019, 4, 1))
    return draft_posting(command, Organisation(UUID(int=1), "NYC Health", "nyc-health"), ID)


@pytest.fixture
def live(draft: Posting) -> Posting:
    submit_posting(SubmitPosting(ID), draft, NOW)
    approve_posting(ApprovePosting(ID), draft, NOW)
    return draft


def test_an_organisation_gets_the_slug_of_its_name() -> None:
    organisation = register_organisation(RegisterOrganisation("Écoles & Parks"), ID)

    assert organisation == Organisation(ID, "Écoles & Parks", "ecoles-parks")


def test_a_draft_carries_the_name_of_its_organisation(draft: Posting) -> None:
    assert draft.organisation_name == "NYC Health"
    assert draft.content == Content(title="Nurse", last_day=date(2019, 4, 1))


def test_an_edit_changes_what_it_names_and_nothing_else(draft: Posting) -> None:
    edit_posting(EditPosting(ID, title="School nurse", last_day=None), draft)

    assert draft.content == Content(title="School nurse")
    assert draft.closes_at is None


def test_an_edit_keeps_the_invariants(draft: Posting) -> None:
    with pytest.raises(ValueError, match="has a title"):
        edit_posting(EditPosting(ID, title=""), draft)


def test_approval_publishes_what_was_submitted(draft: Posting) -> None:
    submitted, event = submit_posting(SubmitPosting(ID), draft, NOW)
    assert event == PostingStatusChanged(ID, PostingStatus.IN_REVIEW, NOW)

    approved = approve_posting(ApprovePosting(ID), submitted, NOW)

    assert approved == (submitted, PostingStatusChanged(ID, PostingStatus.ACTIVE, NOW))
    assert submitted.published_at == NOW


def test_what_was_not_submitted_cannot_be_approved(draft: Posting) -> None:
    with pytest.raises(WrongStatus, match="a posting that is draft cannot be approved"):
        approve_posting(ApprovePosting(ID), draft, NOW)


def test_an_edit_of_a_live_posting_waits_for_approval(live: Posting) -> None:
    edit_posting(EditPosting(ID, title="Head nurse"), live)
    edit_posting(EditPosting(ID, description="Nights."), live)
    assert live.title == "Nurse"

    assert approve_posting(ApprovePosting(ID), live, datetime(2019, 3, 20, tzinfo=UTC)) is live

    assert live.content == Content(title="Head nurse", description="Nights.", last_day=date(2019, 4, 1))
    assert live.proposed is None
    assert live.published_at == NOW


def test_a_closed_posting_cannot_be_closed_or_edited_again(live: Posting) -> None:
    closed, event = close_posting(ClosePosting(ID, CloseReason.FILLED), live, NOW)
    assert (event.status, closed.close_reason, closed.closes_at) == (
        PostingStatus.CLOSED,
        CloseReason.FILLED,
        NOW,
    )

    with pytest.raises(WrongStatus, match="a posting that is closed cannot be closed"):
        close_posting(ClosePosting(ID), closed, NOW)
    with pytest.raises(WrongStatus, match="a posting that is closed cannot be edited"):
        edit_posting(EditPosting(ID, title="x"), closed)


def test_every_change_of_status_is_recorded() -> None:
    event = PostingStatusChanged(ID, PostingStatus.ACTIVE, NOW)

    assert record_change(event, UUID(int=9)) == AuditEntry(UUID(int=9), ID, PostingStatus.ACTIVE, NOW)


async def test_the_way_of_a_posting_is_recorded(
    board: Application, publish: Callable[..., Awaitable[str]], clock: FixedClock
) -> None:
    posting = await board.execute(GetPosting(await publish()))
    clock.advance(timedelta(hours=1))
    await board.execute(ClosePosting(posting.id, CloseReason.FILLED), actor=Operator())
    await board.settle()

    changes = await board.execute(ListChanges(posting.id), actor=Operator())

    assert [each.status for each in changes][-1] is PostingStatus.CLOSED
    assert {each.status for each in changes} == {PostingStatus.IN_REVIEW, PostingStatus.ACTIVE, PostingStatus.CLOSED}
