"""The record of a run: everything that was measured, in JSON."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from benchmarks.harness.competitor import LIMIT
from benchmarks.harness.sample import Findings
from benchmarks.report.book import Book, Key
from benchmarks.report.goals import goals

_RATIOS = ("rps", "cpu_us")


def record(book: Book, findings: Findings, about: Mapping[str, Any]) -> str:
    """The record; `ratio_to_limit` is a figure in multiples of the limit's, taken round by round."""
    return json.dumps(
        {
            **about,
            "goals": [{**asdict(goal), "met": goal.met} for goal in goals(book)],
            "measured": [_entry(book, key) for key in book.keys],
            "faults": findings.faults,
            "omissions": findings.omissions,
        },
        indent=1,
    )


def _entry(book: Book, key: Key) -> dict[str, Any]:
    limit = Key(key.work, LIMIT, key.store, key.at)
    ratios = {name: book.ratio(key, limit, name) for name in _RATIOS}
    return {
        **asdict(key),
        "figures": {name: asdict(spread) for name, spread in book.figures(key).items()},
        "ratio_to_limit": {name: asdict(spread) for name, spread in ratios.items() if spread is not None},
    }
