"""What of the benchmark to run, and how long."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

WORKS: Final = {
    "a": "POST of a command that inserts an entity and an event",
    "b": "POST of an action that loads, changes and saves, with an event",
    "c": "GET by id",
    "d": "GET of 50, filtered and in order",
    "e": "POST without a database",
    "f": "the bus alone: a command with one event",
    "routes": "growth: requests with 10 → 1,000 routes",
    "handlers": "growth: building and sending with 10 → 10,000 handlers",
    "rows": "growth: (b), (c) and (d) with 1,000 → 1,000,000 stored rows",
    "clients": "growth: (a) with 1 → 64 clients",
    "h": "import time and memory at rest",
    "i": "growth: a command on the memory adapter with 10 → 100,000 stored entities",
}
ROUNDS: Final = 3
SECONDS: Final = 2
GROWTH: Final = ("routes", "handlers", "rows", "clients")


@dataclass(frozen=True, slots=True)
class Options:
    """Names of works and competitors, rounds, and seconds for each measurement."""

    works: frozenset[str]
    peers: frozenset[str]
    rounds: int = ROUNDS
    seconds: int = SECONDS
    clients: int = 32
    rows: int = 10_000
    complete: bool = True
    """Whether everything is run, so that the results may be published."""


def chosen_works(text: str) -> frozenset[str]:
    """The works that a list names; `g` is all that grows. Raises: ValueError."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    return _known(names, WORKS, {"g": GROWTH}) if names else frozenset(WORKS)


def chosen_peers(text: str, known: Iterable[str]) -> frozenset[str]:
    """The competitors that a list names. Raises: ValueError."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    return _known(names, known, {}) if names else frozenset(known)


def _known(names: Iterable[str], known: Iterable[str], groups: dict[str, tuple[str, ...]]) -> frozenset[str]:
    everything = frozenset(known)
    chosen = frozenset(each for name in names for each in groups.get(name, (name,)))
    if unknown := sorted(chosen - everything):
        raise ValueError(f"there is no {', '.join(unknown)}; choose of {', '.join([*sorted(everything), *groups])}")
    return chosen
