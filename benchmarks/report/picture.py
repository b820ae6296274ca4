"""Pictures of a run as SVG: ratios to the limit as bars, growth as lines. Legible on light and on dark pages."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

from benchmarks.harness.competitor import LIMIT, TITLES
from benchmarks.harness.options import WORKS
from benchmarks.report.book import Book, Key

_STYLE: Final = """
text { font: 13px system-ui, sans-serif; fill: #1f2328 } .title { font-weight: 600 } .soft { fill: #59636e }
.line { stroke: #d1d9e0 } .limit { fill: #8c959f; stroke: #8c959f } .delivering { fill: #afb8c1; stroke: #afb8c1 }
.blacksheep { fill: #8250df; stroke: #8250df } .falcon { fill: #bf3989; stroke: #bf3989 }
.atomos { fill: #0969da; stroke: #0969da } .fastapi { fill: #1a7f37; stroke: #1a7f37 }
.litestar { fill: #9a6700; stroke: #9a6700 } .django { fill: #cf222e; stroke: #cf222e }
.lato { fill: #1a7f37; stroke: #1a7f37 } .cqrs { fill: #9a6700; stroke: #9a6700 }
.protean { fill: #cf222e; stroke: #cf222e } polyline { fill: none !important; stroke-width: 2 }
text.named { stroke: none }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc } .soft { fill: #9198a1 } .line { stroke: #3d444d }
  .atomos { fill: #4493f8; stroke: #4493f8 } .fastapi, .lato { fill: #3fb950; stroke: #3fb950 }
  .blacksheep { fill: #a371f7; stroke: #a371f7 } .falcon { fill: #db61a2; stroke: #db61a2 }
  .litestar, .cqrs { fill: #d29922; stroke: #d29922 } .django, .protean { fill: #f85149; stroke: #f85149 }
}
"""
_BAR: Final = 20
_LEFT: Final = 210
_FULL: Final = 420
"""Pixels of a bar that is as long as the limit's."""

_PANEL: Final = (330, 210)
_GROWING: Final = (
    ("routes", "none", "requests, by routes"),
    ("rows.b", "postgresql", "load, change, save, by rows (PostgreSQL)"),
    ("rows.b", "sqlite", "load, change, save, by rows (SQLite)"),
    ("clients", "postgresql", "POST of a command, by clients (PostgreSQL)"),
    ("handlers", "none", "the bus, by handlers"),
    ("i", "memory", "load, change, save in memory, by entities"),
)


@dataclass(frozen=True, slots=True)
class Bar:
    """How much of the limit a competitor reaches."""

    competitor: str
    ratio: float


def ratios(book: Book) -> str:
    """Bars of the throughput of each in multiples of the limit's."""
    y, lines = 50, [_note("How much is done in the same time, in multiples of hand-written code. Longer is better.")]
    for title, bars in _groups(book):
        lines.append(f'<text class="title" x="10" y="{y}">{escape(title)}</text>')
        for bar in bars:
            y += _BAR + 4
            width = max(1.5, min(bar.ratio, 1.2) * _FULL)
            lines.append(f'<text class="soft" x="10" y="{y}">{escape(TITLES[bar.competitor])}</text>')
            shape = f'x="{_LEFT}" y="{y - 14}" width="{width:.1f}" height="{_BAR - 2}" rx="2"'
            lines.append(f'<rect class="{bar.competitor}" {shape}/>')
            lines.append(f'<text x="{_LEFT + width + 8:.1f}" y="{y}">{_ratio(bar.ratio)}</text>')
        y += 40
    return _svg(_LEFT + int(1.2 * _FULL) + 70, y - 15, lines)


def growth(book: Book) -> str:
    """Lines of the processor time of each while something grows, both scales logarithmic."""
    panels = []
    for work, store, title in _GROWING:
        names = dict.fromkeys(key.competitor for key in book.keys if (key.work, key.store) == (work, store))
        series = [(name, book.growth(work, name, store, "cpu_us")) for name in names]
        if drawn := [(name, points) for name, points in series if len(points) > 1]:
            panels.append((title, drawn))
    width, height = _PANEL
    lines = [_note("Processor time of one request or command, in µs, while something grows. Flat is better.")]
    for place, (title, drawn) in enumerate(panels):
        x, y = place % 2 * (width + 180), 30 + place // 2 * (height + 90)
        lines.append(f'<g transform="translate({x} {y})">{"".join(_panel(title, drawn))}</g>')
    return _svg(2 * (width + 180), 30 + (len(panels) + 1) // 2 * (height + 90), lines)


def _note(text: str) -> str:
    return f'<text class="soft" x="10" y="20">{escape(text)}</text>'


def _groups(book: Book) -> Iterator[tuple[str, list[Bar]]]:
    stores = {"postgresql": ", PostgreSQL", "sqlite": ", SQLite", "none": ""}
    for work, figure in (*((work, "rps") for work in "abcde"), ("f", "cpu_us")):
        for store, named in stores.items():
            bars = []
            for key in book.keys:
                if (key.work, key.store, key.at) == (work, store, None):
                    limit = Key(work, LIMIT, store)
                    ratio = book.ratio(key, limit, figure) if figure == "rps" else book.ratio(limit, key, figure)
                    bars += [Bar(key.competitor, ratio.median)] if ratio else []
            if bars:
                yield f"{WORKS[work]}{named}", bars


def _panel(title: str, series: Sequence[tuple[str, Sequence[tuple[int, float]]]]) -> Iterator[str]:
    width, height = _PANEL
    every = [point for _, points in series for point in points]
    across = _scale([at for at, _ in every], 50, width)
    decades = _decades([value for _, value in every])
    upward = _scale(decades, height + 20, 40)
    yield f'<text class="title" x="10" y="18">{escape(title)}</text>'
    for at in dict.fromkeys(sorted(at for at, _ in every)):
        yield f'<line class="line" x1="{across(at):.0f}" y1="40" x2="{across(at):.0f}" y2="{height + 20}"/>'
        yield f'<text class="soft" x="{across(at):.0f}" y="{height + 40}" text-anchor="middle">{_short(at)}</text>'
    for value in decades:
        yield f'<line class="line" x1="50" y1="{upward(value):.0f}" x2="{width}" y2="{upward(value):.0f}"/>'
        yield f'<text class="soft" x="44" y="{upward(value) + 4:.0f}" text-anchor="end">{_short(value)}</text>'
    heights = _apart([upward(points[-1][1]) for _, points in series])
    for (name, points), y in zip(series, heights, strict=True):
        path = " ".join(f"{across(at):.1f},{upward(value):.1f}" for at, value in points)
        yield f'<polyline class="{name}" points="{path}"/>'
        place = f'x="{across(points[-1][0]) + 8:.0f}" y="{y + 4:.0f}"'
        yield f'<text class="{name} named" {place}>{escape(TITLES[name])}</text>'


def _scale(values: Iterable[float], first: float, last: float) -> Callable[[float], float]:
    """What turns a value into its place between two others, on a logarithmic scale."""
    logs = [math.log(value) for value in values]
    least, width = min(logs), (max(logs) - min(logs)) or 1.0
    return lambda value: first + (math.log(value) - least) / width * (last - first)


def _decades(values: Sequence[float]) -> list[float]:
    """Powers of ten around all the values, so that what hardly grows is drawn flat."""
    first, last = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return [10.0**power for power in range(first, max(last, first + 1) + 1)]


def _apart(places: Sequence[float], room: float = 15.0) -> list[float]:
    """The places moved down as far as their labels need room."""
    moved = dict.fromkeys(range(len(places)), 0.0)
    lowest = -math.inf
    for index in sorted(moved, key=lambda index: places[index]):
        lowest = moved[index] = max(places[index], lowest + room)
    return list(moved.values())


def _short(value: float) -> str:
    for size, letter in ((1_000_000, "M"), (1_000, "k")):
        if value >= size:
            return f"{value / size:g}{letter}"
    return f"{value:g}"


def _ratio(value: float) -> str:
    return f"{value:.2f}" if value >= 0.01 else f"{value:.4f}"


def _svg(width: int, height: int, lines: Iterable[str]) -> str:
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><style>{_STYLE}</style>\n' + "\n".join(lines) + "\n</svg>\n"
