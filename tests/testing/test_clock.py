"""The clock of the testing kit."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from atomos.core.ports.outgoing.clock import Clock
from atomos.testing import FixedClock


def test_it_stands_still_until_it_is_advanced() -> None:
    clock: Clock = (fixed := FixedClock(datetime(2024, 2, 28, tzinfo=UTC)))
    assert clock.now() == clock.now() == datetime(2024, 2, 28, tzinfo=UTC)
    fixed.advance(timedelta(days=1))
    assert clock.now() == datetime(2024, 2, 29, tzinfo=UTC)


def test_it_tells_utc_whatever_it_is_set_to() -> None:
    clock = FixedClock()
    clock.set(datetime(2024, 1, 1, 1, tzinfo=timezone(timedelta(hours=1))))
    assert clock.now().isoformat() == "2024-01-01T00:00:00+00:00"


def test_it_refuses_a_time_without_a_zone() -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        FixedClock(datetime(2024, 1, 1))  # noqa: DTZ001 - what must be refused
