from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
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
    RenewPosting,
    SubmitPosting,
)
from jobboard.core.domain.completeness import Incomplete
from jobboard.core.domain.content import Content
from jobboard.core.domain.event import PostingStatusChanged
from jobboard.core.domain.organisation import Organisation
from jobboard.core.domain.place import Location
from jobboard.core.domain.posting import CloseReason, Posting, PostingStatus, WrongStatus
from jobboard.core.domain.query import GetPosting, ListChanges
from jobboard.core.domain.rules import visible
from jobboard.core.use_cases.moderation import approve_posting
from jobboard.core.use_cases.posting import (
    close_posting,
    draft_posting,
    edit_posting,
    record_change,
    register_organisation,
    renew_posting,
    submit_posting,
)

NOW = datetime(2019, 3, 19, 12, tzinfo=UTC)
ID = UUID(int=7)
COMPLETE: dict[str, Any] = {"description": "Care.", "location": Location("US")}


@pytest.fixture
def draft() -> Posting:
    command = DraftPosting(organisation_id=UUID(int=1), title="Nurse", last_day=date(2019, 4, 1), **COMPLETE)
    return draft_posting(command, Organisation(UUID(int=1), "NYC Health", "nyc-health"), ID, NOW)


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
    assert draft.content == Content(title="Nurse", last_day=date(2019, 4, 1), **COMPLETE)


def test_an_edit_changes_what_it_names_and_nothing_else(draft: Posting) -> None:
    edit_posting(EditPosting(ID, title="School nurse", last_day=None), draft, NOW)

    assert draft.content == Content(title="School nurse", **COMPLETE)
    assert draft.closes_at is None


def test_an_edit_keeps_the_invariants(draft: Posting) -> None:
    with pytest.raises(ValueError, match="has a title"):
        edit_posting(EditPosting(ID, title=""), draft, NOW)


def test_only_what_is_complete_can_be_submitted(draft: Posting) -> None:
    edit_posting(EditPosting(ID, description=" nurse ", location=None), draft, NOW)

    with pytest.raises(Incomplete, match=r"^the posting still needs: description, location$"):
        submit_posting(SubmitPosting(ID), draft, NOW)
    assert draft.status is PostingStatus.DRAFT


def test_an_early_renewal_counts_from_the_old_last_day(live: Posting) -> None:
    edit_posting(EditPosting(ID, title="Head nurse"), live, NOW)

    renewed, event = renew_posting(RenewPosting(ID, 30), live, NOW)

    assert renewed.last_day == date(2019, 5, 1)
    assert renewed.closes_at == datetime(2019, 5, 2, tzinfo=UTC)
    assert renewed.proposed is not None
    assert renewed.proposed.last_day == date(2019, 5, 1)
    assert (event.status, event.reason) == (PostingStatus.ACTIVE, "open until 2019-05-01")


def test_a_late_renewal_counts_from_today(live: Posting) -> None:
    later = datetime(2019, 6, 1, 12, tzinfo=UTC)

    renew_posting(RenewPosting(ID, 10), live, later)

    assert live.last_day == date(2019, 6, 11)
    assert visible(live, later)


def test_what_is_open_until_further_notice_need_not_be_renewed(live: Posting) -> None:
    live.last_day = live.closes_at = None

    with pytest.raises(ValueError, match="need not be renewed"):
        renew_posting(RenewPosting(ID), live, NOW)


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
        edit_posting(EditPosting(ID, title="x"), closed, NOW)


def test_every_change_of_status_is_recorded() -> None:
    event = PostingStatusChanged(ID, PostingStatus.ACTIVE, NOW)

    assert record_change(event, UUID(int=9)) == AuditEntry(UUID(int=9), ID, PostingStatus.ACTIVE, NOW, "")


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
