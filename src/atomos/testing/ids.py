"""Ids that are the same in every run."""

from uuid import UUID

_FIRST = 0x016F5E66_E800_7000_8000_000000000000
"""A version 7 id of 2020-01-01, without its random part."""


class SequentialIds:
    """Counts up from 1 in the last digits of an id; implements `Ids`.

    >>> SequentialIds().new()
    UUID('016f5e66-e800-7000-8000-000000000001')
    """

    def __init__(self) -> None:
        self._count = 0

    def new(self) -> UUID:
        """The next id, which sorts after those before it."""
        self._count += 1
        return UUID(int=_FIRST + self._count)
