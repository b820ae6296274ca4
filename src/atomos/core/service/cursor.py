"""Cursors: the sort values of the last entity of a page, as opaque text."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from atomos.core.domain.entity import Kind
from atomos.core.domain.errors import Invalid
from atomos.core.ports.outgoing.store import Order

_WRITERS: dict[Kind, Callable[[Any], Any]] = {
    Kind.DECIMAL: str,
    Kind.DATETIME: datetime.isoformat,
    Kind.DATE: date.isoformat,
    Kind.TIME: time.isoformat,
    Kind.DURATION: lambda value: value // timedelta(microseconds=1),
    Kind.UUID: str,
    Kind.BYTES: bytes.hex,
}
_READERS: dict[Kind, Callable[[Any], Any]] = {
    Kind.TEXT: str,
    Kind.DECIMAL: Decimal,
    Kind.DATETIME: datetime.fromisoformat,
    Kind.DATE: date.fromisoformat,
    Kind.TIME: time.fromisoformat,
    Kind.DURATION: lambda value: timedelta(microseconds=value),
    Kind.UUID: UUID,
    Kind.BYTES: bytes.fromhex,
}
_PLAIN = {Kind.TEXT: str, Kind.INTEGER: int, Kind.FLOAT: float, Kind.BOOLEAN: bool, Kind.DURATION: int}


def write_cursor(order: Sequence[Order], kinds: Sequence[Kind], values: Sequence[Any]) -> str:
    """The cursor behind these sort values; it remembers the order that it belongs to."""
    stored = [None if v is None else _WRITERS.get(k, lambda v: v)(v) for k, v in zip(kinds, values, strict=True)]
    text = json.dumps([_spelled(order), *stored], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(cursor: str, order: Sequence[Order], kinds: Sequence[Kind]) -> tuple[Any, ...]:
    """The sort values in a cursor. Raises: Invalid (no cursor, or that of another order)."""
    try:
        spelled, *stored = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if spelled != _spelled(order):
            raise Invalid("this cursor belongs to another order; start again without it")
        return tuple(_read(kind, value) for kind, value in zip(kinds, stored, strict=True))
    except Invalid:
        raise
    except (ValueError, TypeError, ArithmeticError, RecursionError, binascii.Error) as error:
        raise Invalid("this is no cursor; use the one that came with the page before") from error


def _read(kind: Kind, value: Any) -> Any:
    if value is None:
        return None
    expected = _PLAIN.get(kind, str)
    if type(value) is not expected:
        raise ValueError(kind)
    read = _READERS.get(kind, lambda v: v)(value)
    if isinstance(read, datetime) and read.tzinfo is None:
        raise ValueError("naive")
    return read


def _spelled(order: Sequence[Order]) -> str:
    return ",".join(f"-{key.path}" if key.descending else key.path for key in order)
