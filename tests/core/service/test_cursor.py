"""Cursors come back as they were written, and nothing else is taken for one."""

import base64
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atomos import Invalid
from atomos.core.domain.entity import Kind
from atomos.core.ports.outgoing.store import Order
from atomos.core.service.cursor import read_cursor, write_cursor

VALUES: list[tuple[Kind, Any]] = [
    (Kind.TEXT, "Zürich \u2603"),
    (Kind.INTEGER, -(2**60)),
    (Kind.FLOAT, 0.1),
    (Kind.DECIMAL, Decimal("10.50")),
    (Kind.BOOLEAN, True),
    (Kind.DATETIME, datetime(2024, 2, 29, 1, 2, 3, 4, UTC)),
    (Kind.DATE, date(2024, 2, 29)),
    (Kind.TIME, time(23, 59, 59, 1)),
    (Kind.DURATION, timedelta(days=-1, microseconds=7)),
    (Kind.UUID, UUID(int=77)),
    (Kind.BYTES, b"\x00\xff"),
    (Kind.TEXT, None),
]
ORDER = (Order("title", descending=True), Order("id"))


def test_every_kind_of_value_comes_back() -> None:
    order = tuple(Order(f"field{number}") for number, _ in enumerate(VALUES))
    kinds, values = [kind for kind, _ in VALUES], tuple(value for _, value in VALUES)
    assert read_cursor(write_cursor(order, kinds, values), order, kinds) == values


@given(st.binary(max_size=60) | st.text(max_size=60))
def test_nothing_else_is_taken_for_a_cursor(text: bytes | str) -> None:
    cursor = text if isinstance(text, str) else base64.urlsafe_b64encode(text).decode()
    with pytest.raises(Invalid):
        read_cursor(cursor, ORDER, (Kind.TEXT, Kind.UUID))


@pytest.mark.parametrize(
    "stored",
    [b'["-title,id",1,"x"]', b'["-title,id","a"]', b'["-title,id","a",5]', b'[["x"]]', b"{}", b"[" * 5000],
)
def test_a_cursor_with_values_of_other_kinds_is_refused(stored: bytes) -> None:
    with pytest.raises(Invalid):
        read_cursor(base64.urlsafe_b64encode(stored).decode(), ORDER, (Kind.TEXT, Kind.UUID))


def test_a_cursor_with_a_naive_instant_is_refused() -> None:
    forged = base64.urlsafe_b64encode(b'["at","2024-01-01T00:00:00"]').decode()
    with pytest.raises(Invalid):
        read_cursor(forged, (Order("at"),), (Kind.DATETIME,))
