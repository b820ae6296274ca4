"""Time-ordered ids: neighbours in time are neighbours in an index."""

import os
import time
from uuid import UUID

_SEQUENCE_BITS = 12
_RANDOM_BITS = 62
_POOL = 512


class TimeOrderedIds:
    """UUIDs of version 7: milliseconds, a sequence within the millisecond, then randomness. Not for several threads.

    Ids of one process ascend strictly, even if its clock steps back. The randomness is drawn from the operating system
    in portions, as a call for each would cost more than the rest. Source: RFC 9562, sections 5.7 and 6.2 (method 1).
    """

    def __init__(self) -> None:
        self._last = 0
        self._random = b""
        self._position = 0
        self._process = 0

    def new(self) -> UUID:
        """A new id; it sorts after every earlier one of this process."""
        moment = (time.time_ns() // 1_000_000) << _SEQUENCE_BITS
        self._last = moment if moment > self._last else self._last + 1
        milliseconds, sequence = self._last >> _SEQUENCE_BITS, self._last & ((1 << _SEQUENCE_BITS) - 1)
        value = milliseconds << 80 | 0x7 << 76 | sequence << 64 | 0x2 << 62 | self._draw()
        return UUID(int=value)

    def _draw(self) -> int:
        if self._position >= len(self._random) or self._process != os.getpid():
            self._random, self._position, self._process = os.urandom(8 * _POOL), 0, os.getpid()
        drawn = int.from_bytes(self._random[self._position : self._position + 8])
        self._position += 8
        return drawn & ((1 << _RANDOM_BITS) - 1)
