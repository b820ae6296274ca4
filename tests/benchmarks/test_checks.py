from typing import Any

import pytest

from benchmarks.harness.database import Counts
from benchmarks.harness.load import Load, read
from benchmarks.work.answers import comparable
from benchmarks.work.http import figures, wrongs
from benchmarks.work.requests import requests_for

LOAD = Load(requests=100, seconds=2.0, refused=0, broken=0, p50_ms=1.0, p99_ms=2.0)
BEFORE = Counts(postings=10, applications=5, waiting=0)


def after(postings: int = 0, applications: int = 0) -> Counts:
    return Counts(BEFORE.postings + postings, BEFORE.applications + applications, 0)


def test_the_last_line_of_the_load_generator_is_read() -> None:
    said = 'Running 2s test\n{"requests": 7, "seconds": 2.0, "refused": 0, "broken": 1, "p50_ms": 1.5, "p99_ms": 9}\n'
    assert read(said) == Load(7, 2.0, 0, 1, 1.5, 9)


def test_figures_are_for_one_request() -> None:
    assert figures(LOAD, 0.01) == {"rps": 50.0, "cpu_us": pytest.approx(100.0), "p50_ms": 1.0, "p99_ms": 2.0}


def test_work_that_was_done_has_no_fault() -> None:
    assert wrongs("a", LOAD, BEFORE, after(postings=103), 103, clients=4) == []
    assert wrongs("b", LOAD, BEFORE, after(applications=100), 100, clients=4) == []
    assert wrongs("c", LOAD, BEFORE, after(), 0, clients=4) == []


def test_an_answer_without_its_row_is_a_fault() -> None:
    assert wrongs("a", LOAD, BEFORE, after(postings=99), 100, clients=4) == ["100 requests changed 99 rows"]


def test_a_lost_update_is_a_fault() -> None:
    assert wrongs("b", LOAD, BEFORE, after(applications=60), 100, clients=4) == ["100 requests changed 60 rows"]


def test_a_row_without_its_event_is_a_fault() -> None:
    assert wrongs("a", LOAD, BEFORE, after(postings=100), 0, clients=4) == ["100 requests told 0 events"]


def test_more_than_clients_could_have_under_way_is_a_fault() -> None:
    assert wrongs("a", LOAD, BEFORE, after(postings=105), 100, clients=4) == ["100 requests changed 105 rows"]


def test_reading_that_writes_is_a_fault() -> None:
    assert wrongs("d", LOAD, BEFORE, after(postings=1), 0, clients=4) == ["it changed what is stored"]


def test_refused_requests_are_a_fault() -> None:
    refused = Load(100, 2.0, 3, 1, 1.0, 2.0)
    assert wrongs("c", refused, BEFORE, after(), 0, clients=4) == ["3 of 100 requests were refused, 1 broken"]


@pytest.mark.parametrize(
    ("one", "other", "made_anew"),
    [
        ({"posted_at": "2026-01-01T00:00:00Z"}, {"posted_at": "2026-01-01T00:00:00+00:00"}, False),
        ({"items": [{"n": 1}], "next": "x"}, {"items": [{"n": 1}]}, False),
        ({"id": 1, "title": "x", "posted_at": "2026-01-01"}, {"title": "x", "id": 2, "posted_at": "2026-01-02"}, True),
    ],
)
def test_what_may_differ_is_not_compared(one: Any, other: Any, made_anew: bool) -> None:
    assert comparable(one, made_anew=made_anew) == comparable(other, made_anew=made_anew)


def test_a_value_that_differs_is_seen() -> None:
    assert comparable({"items": [{"n": 1}]}) != comparable({"items": [{"n": 2}]})


def test_everyone_is_asked_for_the_same_rows() -> None:
    first, second = requests_for("b", 1_000), requests_for("b", 1_000)
    assert first == second
    assert len({request.path for request in first}) == 1_000
