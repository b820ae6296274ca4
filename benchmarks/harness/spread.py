"""Several measurements of one figure, as their median, least and most."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import Self


@dataclass(frozen=True, slots=True)
class Spread:
    """What the rounds of a run said of one figure."""

    median: float
    least: float
    most: float
    rounds: int

    @classmethod
    def of(cls, values: Iterable[float]) -> Self:
        """Raises: ValueError (there are none)."""
        known = sorted(values)
        if not known:
            raise ValueError("a spread needs at least one value")
        return cls(median(known), known[0], known[-1], len(known))
