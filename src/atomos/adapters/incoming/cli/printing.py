"""Answers as people read them in a terminal."""

from collections.abc import Sequence
from typing import Any

import msgspec

from atomos.core.domain.page import Page


def as_text(answer: Any) -> str:
    """One entity as lines of names and values, several as a table, nothing as `done`."""
    if answer is None:
        return "done"
    items = list(answer) if isinstance(answer, (Page, list, tuple)) else None
    if items is None:
        return _as_lines(msgspec.to_builtins(answer))
    if not items:
        return "nothing found"
    more = f"\n… more follows: after {answer.next}" if isinstance(answer, Page) and answer.next else ""
    return _as_table([msgspec.to_builtins(item) for item in items]) + more


def _as_lines(value: Any) -> str:
    if not isinstance(value, dict):
        return _cell(value)
    width = max((len(name) for name in value), default=0)
    return "\n".join(f"{name.ljust(width)}  {_cell(item)}" for name, item in value.items())


def _as_table(rows: Sequence[Any]) -> str:
    if not all(isinstance(row, dict) for row in rows):
        return "\n".join(_cell(row) for row in rows)
    names = list(rows[0])
    cells = [names, *([_cell(row.get(name)) for name in names] for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(names))]
    return "\n".join("  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in cells)


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
