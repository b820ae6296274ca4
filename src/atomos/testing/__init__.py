"""What tests of a service and of an adapter start from."""

import pytest

from atomos.testing.clock import FixedClock
from atomos.testing.ids import SequentialIds

pytest.register_assert_rewrite("atomos.testing.store_contract")

from atomos.testing.store_contract import Features, StoreContract  # noqa: E402 - its assertions are to show values

__all__ = ["Features", "FixedClock", "SequentialIds", "StoreContract"]
