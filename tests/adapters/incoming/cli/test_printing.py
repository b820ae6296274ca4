"""Answers as a terminal shows them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from atomos import Page
from atomos.adapters.incoming.cli.printing import as_text


@dataclass
class Task:
    title: str
    due: date | None = None


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (None, "done"),
        (3, "3"),
        (date(2026, 3, 1), "2026-03-01"),
        (Task("write"), "title  write\ndue    -"),
        ([], "nothing found"),
        (Page(()), "nothing found"),
        (["red", 2], "red\n2"),
        ([Task("write", date(2026, 3, 1)), Task("go")], "title  due\nwrite  2026-03-01\ngo     -"),
        (Page((Task("go"),), "x1"), "title  due\ngo     -\n… more follows: after x1"),
    ],
)
def test_an_answer_is_read_as_text(answer: Any, text: str) -> None:
    assert as_text(answer) == text
