from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from jobboard.core.domain.content import Content
from jobboard.core.domain.money import Money, Period, SalaryRange
from jobboard.core.domain.organisation import Organisation
from jobboard.core.domain.posting import CloseReason, PostingStatus, new_posting
from jobboard.core.domain.reference import ExternalRef

NOW = datetime(2019, 3, 19, 12, tzinfo=UTC)
AGENCY = Organisation(UUID(int=1), "Fire Department", "fire-department")


def test_a_draft_has_the_content_that_it_was_made_of() -> None:
    content = Content(title="Plumber", description="Pipes.", last_day=date(2019, 4, 1), time_zone="America/New_York")

    posting = new_posting(UUID(int=2), content, AGENCY, NOW)

    assert posting.content == content
    assert posting.status is PostingStatus.DRAFT
    assert posting.closes_at == datetime(2019, 4, 2, 4, tzinfo=UTC)


def test_the_slug_survives_a_new_title() -> None:
    posting = new_posting(UUID(int=2), Content(title="Plumber"), AGENCY, NOW)
    posting.rewrite(Content(title="Senior Plumber"), NOW)

    assert posting.slug == "plumber-000000000002"
    assert posting.title == "Senior Plumber"


def test_pay_is_comparable_across_periods() -> None:
    hourly = SalaryRange(Money(20_00, "USD"), Money(30_00, "USD"), Period.HOUR)

    assert new_posting(UUID(int=2), Content(title="Aide", salary=hourly), AGENCY, NOW).yearly_pay == 62_400_00
    assert new_posting(UUID(int=2), Content(title="Aide"), AGENCY, NOW).yearly_pay is None


def test_closing_late_does_not_change_when_it_ended() -> None:
    posting = new_posting(UUID(int=2), Content(title="Plumber", last_day=date(2019, 3, 1)), AGENCY, NOW)
    posting.close(CloseReason.WITHDRAWN, datetime(2019, 5, 1, tzinfo=UTC))

    assert posting.closes_at == datetime(2019, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize("title", ["", "  "])
def test_a_posting_has_a_title(title: str) -> None:
    with pytest.raises(ValueError, match="has a title"):
        Content(title=title)


def test_a_reference_has_a_key() -> None:
    with pytest.raises(ValueError, match="has a key"):
        ExternalRef("nyc", "")


@pytest.mark.parametrize(
    ("name", "slug", "website", "complaint"),
    [
        (" ", "a", "", "has a name"),
        ("A", "A b", "", "not a slug"),
        ("A", "a", "javascript:alert(1)", "begins with https"),
    ],
)
def test_an_organisation_has_a_name_and_addresses(name: str, slug: str, website: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        Organisation(UUID(int=1), name, slug, website)
