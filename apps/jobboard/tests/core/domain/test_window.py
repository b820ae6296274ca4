from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobboard.core.domain.window import ValidityWindow

zones = st.sampled_from(["UTC", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "Australia/Lord_Howe"])
days = st.dates(date(1990, 1, 1), date(2090, 1, 1))


def test_the_last_day_is_open_until_its_local_end() -> None:
    window = ValidityWindow(date(2019, 3, 1), date(2019, 3, 9), "America/New_York")

    assert window.opens_at == datetime(2019, 3, 1, 5, tzinfo=UTC)
    assert window.closes_at == datetime(2019, 3, 10, 5, tzinfo=UTC)


@given(days, st.integers(0, 400), zones)
def test_every_instant_of_every_day_lies_in_the_window(first: date, length: int, zone: str) -> None:
    last = first + timedelta(days=length)
    window = ValidityWindow(first, last, zone)
    noon = datetime(last.year, last.month, last.day, 12, tzinfo=ZoneInfo(zone))
    assert window.closes_at is not None

    if (last - date(2011, 12, 30)).days != 0:  # the day that Samoa never had
        assert window.opens_at < noon < window.closes_at
    assert timedelta(hours=22) < window.closes_at - window.opens_at or zone == "Pacific/Apia"
    assert (window.closes_at - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date() <= last


def test_without_a_last_day_it_never_closes() -> None:
    assert ValidityWindow(date(2019, 3, 1), None, "UTC").closes_at is None


def test_a_window_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="may not lie before its first"):
        ValidityWindow(date(2019, 3, 2), date(2019, 3, 1), "UTC")


@pytest.mark.parametrize("name", ["New York", "", "../etc/passwd", "America/Nowhere"])
def test_an_unknown_time_zone_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not a time zone of the IANA database"):
        ValidityWindow(date(2019, 3, 1), None, name)
