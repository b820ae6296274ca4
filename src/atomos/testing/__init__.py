"""What tests of a service and of an adapter start from."""

from atomos.testing.clock import FixedClock
from atomos.testing.ids import SequentialIds
from atomos.testing.store_contract import Features, StoreContract

__all__ = ["Features", "FixedClock", "SequentialIds", "StoreContract"]
