"""What tests of a service and of an adapter start from."""

import pytest

from atomos.testing.clock import FixedClock
from atomos.testing.ids import SequentialIds

pytest.register_assert_rewrite("atomos.testing.search_contract", "atomos.testing.store_contract")

from atomos.testing.search_contract import SEARCHED_TYPES, SearchContract  # noqa: E402 - its assertions show values
from atomos.testing.store_contract import Features, StoreContract  # noqa: E402 - its assertions are to show values

__all__ = ["SEARCHED_TYPES", "Features", "FixedClock", "SearchContract", "SequentialIds", "StoreContract"]
