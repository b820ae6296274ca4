"""The results of a run in Markdown."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from benchmarks.harness.competitor import LIMIT, TITLES
from benchmarks.harness.options import WORKS
from benchmarks.harness.sample import Findings
from benchmarks.harness.spread import Spread
from benchmarks.report.book import Book, Key
from benchmarks.report.goals import goals

_STORES = {"postgresql": "PostgreSQL", "sqlite": "SQLite", "memory": "memory", "none": "–"}
_GROWING = {"rows.b": "(b) with stored rows", "rows.c": "(c) with stored rows", "rows.d": "(d) with stored rows"}
_HEADS = {
    "rps": "requests/s",
    "cpu_us": "CPU µs",
    "p50_ms": "p50 ms",
    "p99_ms": "p99 ms",
    "build_ms": "build ms",
    "import_ms": "import ms",
    "importtime_ms": "-X importtime ms",
    "rss_mib": "resident MiB",
    "pss_mib": "proportional MiB",
}


def table(book: Book, findings: Findings, about: Mapping[str, Any]) -> str:
    """The whole page."""
    parts = [
        "# What was measured\n",
        "\n".join(_about(about)),
        *_goals(book),
        *_faults(findings),
        *_peers(book),
        *(_work(book, work, keys) for work, keys in _by_work(book.keys)),
    ]
    return "\n\n".join(parts) + "\n"


def _about(about: Mapping[str, Any]) -> Iterator[str]:
    machine = "; ".join(f"{name}: {value}" for name, value in about["machine"].items())
    yield f"{about['date']}, {about['minutes']} minutes, {about['rounds']} rounds of {about['seconds']} s."
    yield "Medians, with the least and the most behind them; ratios are taken round by round."
    yield f"\nMachine: {machine}."
    if about["postgresql"]:
        yield f"PostgreSQL: {'; '.join(f'{name} {value}' for name, value in about['postgresql'].items())}."
    for name, versions in about["versions"].items():
        yield f"- {name}: {', '.join(f'{package} {version}' for package, version in versions.items())}"


def _goals(book: Book) -> Iterator[str]:
    rows = [
        (
            goal.text,
            f"{'≥' if goal.least else '≤'} {goal.bound:.3g}",
            f"{goal.measured:.3g}",
            "yes" if goal.met else "no",
            "–" if goal.by_processor_time is None else f"{goal.by_processor_time:.3g}",
        )
        for goal in goals(book)
    ]
    if rows:
        yield "## Goals\n\n" + _grid(("Goal", "Bound", "Measured", "Met", "By processor time"), rows)


def _faults(findings: Findings) -> Iterator[str]:
    if findings.faults:
        yield "## Faults\n\nThis run proves nothing where work was not done:\n\n" + _items(findings.faults)
    if findings.omissions:
        yield "## Left out\n\n" + _items(findings.omissions)


def _peers(book: Book) -> Iterator[str]:
    """How often atomos does what each peer does once."""
    others = [key for key in book.keys if key.competitor != "atomos" and key.at is None and key.work != "h"]
    rows = [
        (f"({key.work})", _STORES[key.store], TITLES[key.competitor], _times(lead))
        for key in others
        if (lead := _lead(book, key)) is not None
    ]
    if rows:
        yield "## atomos in multiples of each\n\n" + _grid(("Work", "Store", "Competitor", "atomos does"), rows)


def _lead(book: Book, key: Key) -> Spread | None:
    """Of the bus the processor time counts, of servers what they answer in a second."""
    ours = Key(key.work, "atomos", key.store)
    return book.ratio(key, ours, "cpu_us") if key.work == "f" else book.ratio(ours, key, "rps")


def _work(book: Book, work: str, keys: Sequence[Key]) -> str:
    figures = {key: book.figures(key) for key in keys}
    names = [name for name in _HEADS if any(name in each for each in figures.values())]
    ratios = [name for name in ("rps", "cpu_us") if name in names]
    grows = any(key.at is not None for key in keys)
    heads = ["Competitor", "Store", *(["at"] if grows else []), *(_HEADS[name] for name in names)]
    heads += [f"{_HEADS[name]} ÷ limit" for name in ratios]
    rows = []
    for key in keys:
        limit = Key(key.work, LIMIT, key.store, key.at)
        row = [TITLES.get(key.competitor, key.competitor), _STORES[key.store]]
        row += [f"{key.at:,}"] if grows else []
        row += [_figure(figures[key].get(name)) for name in names]
        row += [_times(book.ratio(key, limit, name)) for name in ratios]
        rows.append(row)
    return f"## ({work}) {WORKS.get(work) or _GROWING[work]}\n\n{_grid(heads, rows)}"


def _by_work(keys: Iterable[Key]) -> Iterator[tuple[str, Sequence[Key]]]:
    for work, found in groupby(sorted(keys, key=lambda key: _place(key.work)), key=lambda key: key.work):
        yield work, tuple(found)


def _place(work: str) -> tuple[int, str]:
    return list(WORKS).index(work.partition(".")[0]), work


def _figure(spread: Spread | None) -> str:
    if spread is None:
        return "–"
    if spread.rounds == 1:
        return _number(spread.median)
    return f"{_number(spread.median)} ({_number(spread.least)}–{_number(spread.most)})"


def _times(spread: Spread | None) -> str:
    return "–" if spread is None else f"{spread.median:.2f} ×"


def _number(value: float) -> str:
    if value >= 1_000:
        return f"{value:,.0f}"
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def _grid(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _items(texts: Iterable[str]) -> str:
    return "\n".join(f"- {text}" for text in texts)
