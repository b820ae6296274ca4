"""Time-ordered identities.

Source: https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7
"""

import itertools
import os
import time
from uuid import UUID

_VERSION_AND_VARIANT = 0x7 << 76 | 0b10 << 62
_process = int.from_bytes(os.urandom(4)) & 0x3FFF_FFFF
_numbers = itertools.count()


def new_id() -> UUID:
    """A UUID of version 7 that sorts behind those made before it."""
    number = next(_numbers)
    clock = (time.time_ns() // 1_000_000) << 80
    return UUID(int=clock | _VERSION_AND_VARIANT | (number >> 32 & 0xFFF) << 64 | _process << 32 | number & 0xFFFF_FFFF)
