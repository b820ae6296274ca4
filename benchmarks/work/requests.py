"""The requests of the HTTP works."""

import json
import random
from collections.abc import Callable, Sequence
from typing import Final

from benchmarks.harness.database import EMPLOYMENTS, seeded_id
from benchmarks.harness.load import Request

LIST: Final = "/postings?employment=permanent&sort=-posted_at&limit=50"
_VARIETY: Final = 200
_IDS: Final = 5_000
"""So many of the stored postings are asked for, spread over all of them."""


def requests_for(work: str, rows: int) -> Sequence[Request]:
    """What one of the works (a) to (e) sends to a competitor with so many seeded rows."""
    return _MAKERS[work](rows)


def posting_body(number: int) -> str:
    """The JSON of a command with twelve fields, some nested, that makes a posting."""
    return json.dumps(
        {
            "title": f"Engineer {number}",
            "description": "Builds what lasts, and takes away what does not. Reads more than is written.",
            "employment": EMPLOYMENTS[number % len(EMPLOYMENTS)],
            "headcount": 1 + number % 5,
            "tags": ["python", "postgresql", "remote"],
            "opens_on": "2026-03-02",
            "salary": {"minimum": 55_000, "maximum": 75_000 + number, "currency": "EUR"},
            "place": {"city": "Leipzig", "country": "DE", "remote": True},
        }
    )


def _posts(_: int) -> list[Request]:
    return [Request("POST", "/postings", posting_body(number)) for number in range(_VARIETY)]


def _applications(rows: int) -> list[Request]:
    return [
        Request("POST", f"/postings/{seeded_id(number)}/applications", json.dumps({"applicant": f"Ann {number}"}))
        for number in _numbers(rows)
    ]


def _gets(rows: int) -> list[Request]:
    return [Request("GET", f"/postings/{seeded_id(number)}") for number in _numbers(rows)]


def _lists(_: int) -> list[Request]:
    return [Request("GET", LIST)]


def _checks(_: int) -> list[Request]:
    return [Request("POST", "/checks", posting_body(number)) for number in range(_VARIETY)]


def _numbers(rows: int) -> list[int]:
    """The same for everyone, in an order that no index likes."""
    return random.Random(rows).sample(range(1, rows + 1), min(rows, _IDS))  # noqa: S311 - repeatable, no secret


_MAKERS: Final[dict[str, Callable[[int], list[Request]]]] = {
    "a": _posts,
    "b": _applications,
    "c": _gets,
    "d": _lists,
    "e": _checks,
}
