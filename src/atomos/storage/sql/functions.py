"""What SQLite lacks to compare values as Python does: functions and a collation, given to each connection."""

import base64
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

import msgspec

_GREATEST: Final = 2**63 - 1


def register(connection: sqlite3.Connection) -> None:
    """Teach the connection what compiled rules and orders use."""
    connection.create_collation("atomos_decimal", _compare_decimals)
    for name, function in _OF_TEXT.items():
        connection.create_function(name, 1, _or_none(function), deterministic=True)
    connection.create_function("atomos_ends", 2, _ends, deterministic=True)
    connection.create_function("atomos_float_at", 2, _float_at, deterministic=True)
    connection.create_function("atomos_holds_float", 2, _holds_float, deterministic=True)


def _compare_decimals(one: str, other: str) -> int:
    left, right = Decimal(one), Decimal(other)
    return (left > right) - (left < right)


def _or_none(function: Callable[[str], Any]) -> Callable[[str | None], Any]:
    return lambda text: None if text is None else function(text)


def _ends(text: str | None, suffix: str | None) -> bool | None:
    return None if text is None or suffix is None else text.endswith(suffix)


def _instant(text: str) -> str:
    return msgspec.convert(text, datetime).astimezone(UTC).isoformat("T", "microseconds")


def _time(text: str) -> str:
    return msgspec.convert(text, time).isoformat("microseconds")


def _duration(text: str) -> int:
    """Microseconds; one too long for the column of a duration is longer than any that stands in one."""
    microseconds = msgspec.convert(text, timedelta) // timedelta(microseconds=1)
    return max(-_GREATEST, min(microseconds, _GREATEST))


def _float_at(document: str | None, path: str) -> float | None:
    """SQLite itself does not read every digit of a float in JSON."""
    value = _at(document, path)
    return None if value is None else float(value)


def _holds_float(document: str | None, value: float) -> bool:
    return value in (_at(document, "$") or ())


def _at(document: str | None, path: str) -> Any:
    value = None if document is None else msgspec.json.decode(document)
    for step in path.split(".")[1:]:
        value = None if value is None else value.get(step)
    return value


_OF_TEXT: Final[dict[str, Callable[[str], Any]]] = {
    "atomos_lower": str.lower,
    "atomos_instant": _instant,
    "atomos_time": _time,
    "atomos_duration": _duration,
    "atomos_bytes": base64.b64decode,
    "atomos_float": float,
}
