"""Whatever stands in a cell is read back as what it was."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atomos.adapters.outgoing.csv.cell import Cell
from atomos.adapters.outgoing.csv.sheet import Sheet
from atomos.adapters.outgoing.memory.table import Row
from atomos.core.domain.entity import Field, Kind
from atomos.core.wiring.entity import read_entity

AT = datetime(2024, 2, 29, tzinfo=UTC)


class Sign(Enum):
    NONE = ""
    QUOTES = '""'
    PLUS = "+"


class Step(Enum):
    DOWN = -1
    UP = 1


@dataclass(frozen=True)
class Part:
    label: str
    size: float | None = None


@dataclass
class Thing:
    id: str
    number: int
    real: float
    amount: Decimal
    flag: bool
    instant: datetime
    day: date
    hour: time
    span: timedelta
    key: UUID
    data: bytes
    sign: Sign
    step: Step
    parts: list[Part]
    maybe_text: str | None
    maybe_data: bytes | None
    maybe_sign: Sign | None
    maybe_part: Part | None


THING = read_entity(Thing)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")) | st.text('",\r\n; ')
instants = st.datetimes(timezones=st.just(UTC))
numbers = st.integers(-(2**63), 2**63 - 1)
reals = st.floats(allow_nan=False, allow_infinity=False)
amounts = st.decimals(allow_nan=False, allow_infinity=False)
spans = st.timedeltas(timedelta(days=-36500), timedelta(days=36500))
parts = st.builds(Part, texts, st.none() | reals)
things = st.builds(
    Thing,
    texts,
    numbers,
    reals,
    amounts,
    st.booleans(),
    instants,
    st.dates(),
    st.times(),
    spans,
    st.uuids(),
    st.binary(),
    st.sampled_from(Sign),
    st.sampled_from(Step),
    st.lists(parts),
    st.none() | texts,
    st.none() | st.binary(),
    st.none() | st.sampled_from(Sign),
    st.none() | parts,
)


@given(st.lists(things, unique_by=lambda thing: thing.id, max_size=4))
def test_a_file_is_read_as_it_was_written(entities: list[Thing]) -> None:
    rows = [Row(entity, THING.state(entity), n, AT, AT) for n, entity in enumerate(entities, 1)]
    sheet = Sheet(THING)
    read = sheet.read(sheet.text(rows).encode(), AT)
    assert [line.row for line in read] == rows


@pytest.mark.parametrize("nullable", [True, False])
@pytest.mark.parametrize("value", ["", '"', '""', '"""', '""""', ' "" ', "x"])
def test_texts_of_quotation_marks_are_told_apart(value: str, nullable: bool) -> None:
    cell = Cell(Field("text", str, Kind.TEXT, nullable))
    assert cell.read(cell.write(value)) == value


@pytest.mark.parametrize(("written", "read"), [("", None), ('""', ""), ('"', '"'), (" ", " "), ("None", "None")])
def test_what_people_write_into_a_cell_that_may_be_empty(written: str, read: str | None) -> None:
    assert Cell(Field("text", str, Kind.TEXT, nullable=True)).read(written) == read


@pytest.mark.parametrize(
    ("kind", "written", "read"),
    [
        (Kind.BOOLEAN, "TRUE", True),
        (Kind.INTEGER, " 7 ", 7),
        (Kind.DECIMAL, "1e3", Decimal(1000)),
        (Kind.DATETIME, "2024-02-29T01:00:00+01:00", AT),
        (Kind.DATETIME, "2024-02-29 00:00Z", AT),
        (Kind.DURATION, "PT1.5S", timedelta(seconds=1.5)),
        (Kind.UUID, "018D2F1E9C0070008000000000000001", UUID("018d2f1e-9c00-7000-8000-000000000001")),
    ],
)
def test_people_may_write_a_value_in_their_own_way(kind: Kind, written: str, read: Any) -> None:
    assert Cell(Field("value", object, kind)).read(written) == read


@pytest.mark.parametrize(
    ("kind", "written", "refusal"),
    [
        (Kind.DATETIME, "2024-02-29T01:00", "must be an aware datetime; this one has no time zone"),
        (Kind.FLOAT, "nan", "must be a finite number"),
        (Kind.DECIMAL, "9,50", "does not fit"),
        (Kind.DURATION, "PT1Y", "does not fit"),
        (Kind.BYTES, "!", "does not fit"),
        (Kind.TEXT, "nul\0", "holds the character NUL"),
        (Kind.NESTED, "[" * 100_000, "does not fit"),
        (Kind.UUID, "x" * 50, "does not fit"),
    ],
)
def test_what_does_not_fit_is_refused(kind: Kind, written: str, refusal: str) -> None:
    with pytest.raises(ValueError, match=refusal) as caught:
        Cell(Field("value", Any, kind)).read(written)
    assert len(str(caught.value)) < 200
