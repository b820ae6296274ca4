"""The machine itself: its clock, and ids made of it."""

from atomos.adapters.outgoing.system.clock import SystemClock
from atomos.adapters.outgoing.system.ids import TimeOrderedIds

__all__ = ["SystemClock", "TimeOrderedIds"]
