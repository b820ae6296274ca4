"""The goals of the project, as ratios within one run."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from benchmarks.harness.competitor import LIMIT, TITLES
from benchmarks.report.book import Book, Key
from benchmarks.work.start import TODO

_POSTGRES, _SQLITE, _NONE = "postgresql", "sqlite", "none"


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal: what was measured of it, and what it has to be. `least` says that more is better.

    `by_processor_time` is what requests a second would be in multiples of the other's if the server's core were all
    that they depend on: the figure to look at when the machine was noisy.
    """

    text: str
    measured: float
    bound: float
    least: bool
    by_processor_time: float | None = None

    @property
    def met(self) -> bool:
        return self.measured >= self.bound if self.least else self.measured <= self.bound


@dataclass(frozen=True, slots=True)
class _Against:
    """Atomos in multiples of another at one work."""

    work: str
    other: str
    bound: float
    store: str = _POSTGRES
    figure: str = "rps"


_THROUGHPUT: Final = (
    _Against("a", LIMIT, 0.92),
    _Against("a", "fastapi", 10),
    _Against("a", "django", 15),
    _Against("a", LIMIT, 0.90, _SQLITE),
    _Against("e", LIMIT, 0.90, _NONE),
    _Against("e", "blacksheep", 1, _NONE),
    _Against("e", "falcon", 1, _NONE),
    _Against("e", "litestar", 1, _NONE),
    _Against("e", "fastapi", 1, _NONE),
    _Against("e", "django", 1, _NONE),
    _Against("c", LIMIT, 0.90),
    _Against("d", LIMIT, 0.90),
)
_COST: Final = (
    _Against("f", LIMIT, 1.5, _NONE, "cpu_us"),
    _Against("f", "lato", 1 / 20, _NONE, "cpu_us"),
    _Against("f", "cqrs", 1 / 20, _NONE, "cpu_us"),
)
_GROWTH: Final = (("routes", _NONE, 1.2), ("rows.b", _POSTGRES, 1.3), ("rows.b", _SQLITE, 1.3))
_START: Final = (
    ("importtime_ms", "importing the first page's example on SQLite, ms", 80.0),
    ("rss_mib", "memory of that service at rest, MiB", 35.0),
)


def goals(book: Book) -> Iterator[Goal]:
    """Every goal that this run has figures for."""
    for against in (*_THROUGHPUT, *_COST):
        key, other = (Key(against.work, name, against.store) for name in ("atomos", against.other))
        ratio, cost = book.ratio(key, other, against.figure), book.ratio(other, key, "cpu_us")
        if ratio is not None:
            more = against.figure == "rps"
            yield Goal(_text(against), ratio.median, against.bound, more, cost.median if cost and more else None)
    for work, store, bound in _GROWTH:
        points = book.growth(work, "atomos", store, "cpu_us")
        if len(points) > 1:
            (first, least), (last, most) = points[0], points[-1]
            text = f"({work}{_on(store)}) processor time with {last:,} in multiples of that with {first:,}"
            yield Goal(text, most / least, bound, least=False)
    figures = book.figures(Key("h", TODO, _NONE))
    for name, text, bound in _START:
        if name in figures:
            yield Goal(f"(h) {text}", figures[name].median, bound, least=False)


def _text(against: _Against) -> str:
    what = "requests a second" if against.figure == "rps" else "processor time"
    return f"({against.work}{_on(against.store)}) {what} in multiples of {TITLES[against.other]}"


def _on(store: str) -> str:
    return f", {store}" if store == _SQLITE else ""
