"""What stores keep, and what they refuse."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any
from uuid import UUID

import pytest

from atomos.core.domain.entity import Kind
from atomos.core.domain.errors import Invalid
from atomos.core.wiring.entity import read_entity
from atomos.storage.nested import encode_nested, nested_encoder
from atomos.storage.unstorable import Unstorable
from atomos.storage.values import ENCODERS, Dialect, checked_state, encode

EAST = timezone(timedelta(hours=2))
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
AT_THE_END = "is an end of the calendar, or beyond it; use None for what has no time"


class Colour(StrEnum):
    RED = "red"


class Size(Enum):
    SMALL = 1


@dataclass(frozen=True)
class Span:
    begins: datetime
    rate: float = 0.0


@dataclass(frozen=True)
class Label:
    text: str
    count: int = 0


@dataclass
class Thing:
    id: UUID
    name: str
    at: datetime
    size: Size = Size.SMALL
    spans: list[Span] = field(default_factory=list)
    note: str | None = None


THING = read_entity(Thing)


@pytest.mark.parametrize(
    ("kind", "value", "sqlite", "postgres"),
    [
        (Kind.TEXT, "grün", "grün", "grün"),
        (Kind.TEXT, Colour.RED, "red", "red"),
        (Kind.INTEGER, True, 1, 1),
        (Kind.FLOAT, 3, 3.0, 3.0),
        (Kind.DECIMAL, Decimal("1.50"), "1.50", Decimal("1.50")),
        (Kind.BOOLEAN, True, 1, True),
        (Kind.DATETIME, NOON, "2026-05-01T12:00:00.000000+00:00", NOON),
        (Kind.DATETIME, NOON.replace(microsecond=7), "2026-05-01T12:00:00.000007+00:00", NOON.replace(microsecond=7)),
        (Kind.DATETIME, NOON.astimezone(EAST), "2026-05-01T12:00:00.000000+00:00", NOON),
        (Kind.DATE, date(2026, 5, 1), "2026-05-01", date(2026, 5, 1)),
        (Kind.TIME, time(7, 30), "07:30:00.000000", time(7, 30)),
        (Kind.DURATION, timedelta(days=-1, microseconds=1), -86_399_999_999, -86_399_999_999),
        (Kind.UUID, UUID(int=1), "00000000-0000-0000-0000-000000000001", UUID(int=1)),
        (Kind.BYTES, bytearray(b"\0\1"), b"\0\1", b"\0\1"),
        (Kind.NESTED, [Label("a")], '[{"text":"a","count":0}]', '[{"text":"a","count":0}]'),
        (Kind.TEXT, None, None, None),
    ],
)
def test_a_value_takes_the_form_of_the_database(kind: Kind, value: Any, sqlite: Any, postgres: Any) -> None:
    for dialect, form in ((Dialect.SQLITE, sqlite), (Dialect.POSTGRES, postgres)):
        encoded = encode(kind, value, dialect)
        assert (type(encoded), encoded) == (type(form), form)


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        (Kind.TEXT, 1, "must be text, not int"),
        (Kind.TEXT, "a\0", "holds the character NUL"),
        (Kind.TEXT, "\ud800", "is not Unicode text: it holds half of a surrogate pair"),
        (Kind.INTEGER, 2**63, "is a number beyond 64 bits"),
        (Kind.INTEGER, 1.0, "must be a whole number, not float"),
        (Kind.FLOAT, float("nan"), "must be a finite number"),
        (Kind.FLOAT, 10**400, "is too large a number"),
        (Kind.FLOAT, True, "must be a number, not bool"),
        (Kind.DECIMAL, 1, "must be a Decimal, not int"),
        (Kind.DECIMAL, Decimal("sNaN"), "must be a finite number"),
        (Kind.DECIMAL, Decimal("1e99999"), "has more than 16000 digits on one side of the point"),
        (Kind.DECIMAL, Decimal("1e-99999"), "has more than 16000 digits on one side of the point"),
        (Kind.BOOLEAN, 1, "must be True or False, not int"),
        (Kind.DATETIME, datetime(2026, 5, 1), "must be an aware datetime; this one has no time zone"),  # noqa: DTZ001
        (Kind.DATETIME, datetime.min.replace(tzinfo=EAST), AT_THE_END),
        (Kind.DATETIME, datetime.max.replace(tzinfo=UTC), AT_THE_END),
        (Kind.DATE, date.min, AT_THE_END),
        (Kind.DATETIME, date(2026, 5, 1), "must be a datetime, not date"),
        (Kind.DATE, NOON, "must be a date, not datetime"),
        (Kind.TIME, "07:30", "must be a time, not str"),
        (Kind.TIME, time(7, tzinfo=UTC), "must be a time without a zone; a datetime has one"),
        (Kind.DURATION, 1, "must be a timedelta, not int"),
        (Kind.DURATION, timedelta.max, "is too long a time"),
        (Kind.UUID, "1", "must be a UUID, not str"),
        (Kind.BYTES, "text", "must be bytes, not str"),
        (Kind.NESTED, [Label("a\0")], "[0].text: holds the character NUL"),
        (Kind.NESTED, {"a": {float("inf")}}, "a[0]: must be a finite number"),
        (Kind.NESTED, [date.max], f"[0]: {AT_THE_END}"),
        (Kind.NESTED, object(), "cannot be written as JSON: Encoding objects of type object is unsupported"),
    ],
)
def test_a_value_that_not_every_store_can_keep_is_refused(kind: Kind, value: Any, message: str) -> None:
    for dialect in Dialect:
        with pytest.raises(Unstorable) as refused:
            ENCODERS[dialect][kind](value)
        assert str(refused.value) == message


@pytest.mark.parametrize("value", [Label("a\0"), Label("\ud800"), Label("a", 2**63), Label("a", -(2**63) - 1)])
def test_the_quick_way_to_json_refuses_what_the_careful_one_does(value: Label) -> None:
    with pytest.raises(Unstorable):
        encode_nested(value)
    with pytest.raises(Unstorable):
        nested_encoder(Label)(value)


@pytest.mark.parametrize("value", [Label("\\u0000", 2**63 - 1), Label("1" * 30, -(2**63))])
def test_the_quick_way_to_json_keeps_what_only_looks_bad(value: Label) -> None:
    assert nested_encoder(Label)(value) == encode_nested(value)


def test_values_inside_others_are_looked_at_where_they_could_be_bad() -> None:
    with pytest.raises(Unstorable, match=r"^\[0\]\.rate: must be a finite number$"):
        nested_encoder(list[Span])([Span(NOON, float("nan"))])


def test_every_bad_value_is_named_with_its_path() -> None:
    naive = datetime(2026, 5, 1)  # noqa: DTZ001 - it is what is refused
    bad = Thing(UUID(int=1), None, naive, "small", [Span(NOON), Span(naive, float("inf"))])  # type: ignore[arg-type]
    with pytest.raises(Invalid) as invalid:
        checked_state(THING, THING.state(bad))
    assert [(problem.where, problem.message) for problem in invalid.value.problems] == [
        ("name", "must not be None"),
        ("at", "must be an aware datetime; this one has no time zone"),
        ("size", "must be a Size, not str"),
        ("spans[1].begins", "must be an aware datetime; this one has no time zone"),
        ("spans[1].rate", "must be a finite number"),
    ]


def test_a_checked_state_has_its_times_in_utc() -> None:
    state = checked_state(THING, THING.state(Thing(UUID(int=1), "a", NOON.astimezone(EAST))))
    assert state[2].tzinfo is UTC
