import json
from typing import Any
from xml.etree import ElementTree as ET

from benchmarks.harness.sample import Findings, Sample
from benchmarks.report.book import Book
from benchmarks.report.goals import goals
from benchmarks.report.picture import growth, ratios
from benchmarks.report.record import record
from benchmarks.report.table import table

ABOUT: dict[str, Any] = {
    "date": "2026-01-01 00:00 UTC",
    "minutes": 1.5,
    "rounds": 1,
    "seconds": 1,
    "machine": {"cores": "2"},
    "postgresql": {"fsync": "on"},
    "versions": {"fastapi": {"fastapi": "1"}},
}


def web(work: str, competitor: str, rps: float, at: int | None = None, store: str = "postgresql") -> Sample:
    return Sample(work, competitor, store, 0, {"rps": rps, "cpu_us": 1e6 / rps, "p50_ms": 1.0, "p99_ms": 2.0}, at)


BOOK = Book(
    [
        web("a", "limit", 1_000),
        web("a", "atomos", 950),
        web("a", "fastapi", 50),
        web("rows.b", "atomos", 500, at=1_000),
        web("rows.b", "atomos", 250, at=1_000_000),
    ]
)


def test_goals_are_held_against_what_was_measured() -> None:
    found = {goal.text: (goal.measured, goal.met) for goal in goals(BOOK)}
    assert found == {
        "(a) requests a second in multiples of hand-written": (0.95, True),
        "(a) requests a second in multiples of FastAPI + SQLAlchemy": (19.0, True),
        "(rows.b) processor time with 1,000,000 in multiples of that with 1,000": (2.0, False),
    }


def test_the_page_names_faults_and_what_was_left_out() -> None:
    page = table(BOOK, Findings(faults=["nobody answered"], omissions=["a million rows"]), ABOUT)
    assert "proves nothing where work was not done:\n\n- nobody answered" in page
    assert "## Left out\n\n- a million rows" in page


def test_the_page_shows_each_figure_beside_the_limit() -> None:
    page = table(BOOK, Findings(), ABOUT)
    assert "| FastAPI + SQLAlchemy | PostgreSQL | 50 | 20,000 | 1 | 2 | 0.05 × | 20.00 × |" in page


def test_the_record_keeps_versions_ratios_and_goals() -> None:
    kept = json.loads(record(BOOK, Findings(), ABOUT))
    atomos = next(each for each in kept["measured"] if each["competitor"] == "atomos")
    assert atomos["ratio_to_limit"]["rps"]["median"] == 0.95
    assert kept["versions"] == ABOUT["versions"]
    assert [goal["met"] for goal in kept["goals"]] == [True, True, False]


def test_bars_are_as_long_as_the_share_of_the_limit() -> None:
    widths = {
        bar.get("class"): float(bar.get("width", "0"))
        for bar in ET.fromstring(ratios(BOOK)).iter("{http://www.w3.org/2000/svg}rect")
    }
    assert widths["atomos"] / widths["limit"] == 0.95
    assert widths["fastapi"] < widths["atomos"]


def test_a_line_has_a_point_for_each_size() -> None:
    (line,) = ET.fromstring(growth(BOOK)).iter("{http://www.w3.org/2000/svg}polyline")
    assert len(line.get("points", "").split()) == 2


def test_pictures_have_colours_for_dark_pages() -> None:
    assert "prefers-color-scheme: dark" in ratios(BOOK)
    assert "prefers-color-scheme: dark" in growth(BOOK)
