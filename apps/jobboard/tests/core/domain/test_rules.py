from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from jobboard.core.domain.content import Content
from jobboard.core.domain.organisation import Organisation
from jobboard.core.domain.place import Location
from jobboard.core.domain.posting import Posting, PostingStatus, new_posting
from jobboard.core.domain.rules import located_in, mentions, visible
from jobboard.core.domain.text import SearchWords

NOW = datetime(2019, 3, 19, 12, tzinfo=UTC)
AGENCY = Organisation(UUID(int=1), "Dept of Parks & Recreation", "dept-of-parks-recreation")


def live_posting(**content: object) -> Posting:
    posting = new_posting(UUID(int=2), Content(**{"title": "Gardener", **content}), AGENCY, NOW)  # type: ignore[arg-type]
    posting.status = PostingStatus.ACTIVE
    posting.published_at = NOW - timedelta(days=1)
    return posting


def test_an_active_posting_is_visible_from_its_publication_on() -> None:
    posting = live_posting()

    assert visible(posting, NOW)
    assert visible(posting, posting.published_at or NOW)
    assert not visible(posting, NOW - timedelta(days=1, microseconds=1))


def test_a_posting_is_visible_to_the_last_instant_of_its_last_day_and_not_after() -> None:
    posting = live_posting(last_day=date(2019, 3, 19), time_zone="America/New_York")
    midnight = datetime(2019, 3, 20, 4, tzinfo=UTC)

    assert visible(posting, midnight - timedelta(microseconds=1))
    assert not visible(posting, midnight)


@pytest.mark.parametrize("status", sorted(set(PostingStatus) - {PostingStatus.ACTIVE}))
def test_only_active_postings_are_visible(status: PostingStatus) -> None:
    posting = live_posting()
    posting.status = status

    assert not visible(posting, NOW)


def test_every_word_must_be_mentioned_somewhere() -> None:
    posting = live_posting(description="Trees and *shrubs*", category="Maintenance")

    assert mentions(posting, SearchWords.of("gardener PARKS shrubs"))
    assert not mentions(posting, SearchWords.of("gardener lawyer"))
    assert mentions(posting, SearchWords.of(""))


def test_a_place_is_found_in_locality_and_address_whatever_its_case() -> None:
    posting = live_posting(location=Location("US", "US-NY", "Brooklyn", "16 Court St"))

    assert located_in(posting, "brooklyn")
    assert located_in(posting, "COURT")
    assert not located_in(posting, "Queens")


def test_a_posting_without_a_place_is_found_only_where_none_is_asked_for() -> None:
    assert located_in(live_posting(), "")
    assert not located_in(live_posting(), "Brooklyn")
