"""How much the tests with generated values try: some by day, more with `ATOMOS_TEST_NIGHTLY`; the clock ends none."""

import os
from typing import Final

from hypothesis import HealthCheck, settings

NIGHTLY: Final = bool(os.environ.get("ATOMOS_TEST_NIGHTLY"))

settings.register_profile("day", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("nightly", settings.get_profile("day"), max_examples=1_000)
settings.load_profile("nightly" if NIGHTLY else "day")


def examples(by_day: int, *, nightly: int) -> settings:
    """The profile with so many examples, as a decorator."""
    return settings(max_examples=nightly if NIGHTLY else by_day)
