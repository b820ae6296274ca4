"""One value of a field, as a store keeps it: checked, and in the form that the database takes.

All stores refuse the same values, so that a service behaves alike on each: times without a zone, the first and the
last moment and day of Python's calendar, numbers beyond 64 bits, NaN and infinity, text that is not Unicode or holds
NUL, values of another type than declared.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

import msgspec

from atomos.core.domain.entity import EntityType, Field, Kind
from atomos.core.domain.errors import Invalid, Problem
from atomos.storage.nested import encode_nested, nested_problems
from atomos.storage.unstorable import Unstorable, check_day, check_instant, check_text

LEAST, GREATEST = -(2**63), 2**63 - 1
DIGITS = 16_000
"""How far from the point a decimal's digits may stand: what PostgreSQL's `numeric` holds."""

Encoder = Callable[[Any], Any]


class Dialect(Enum):
    """A database language."""

    SQLITE = "sqlite"
    POSTGRES = "postgresql"


def encode(kind: Kind, value: Any, dialect: Dialect) -> Any:
    """The value in the form that the database takes; `None` stays. Raises: Unstorable."""
    return None if value is None else ENCODERS[dialect][kind](value)


def checked(field: Field, value: Any) -> Any:
    """The value the way every store gives it back: times in UTC, exact types. Raises: Unstorable."""
    if value is None:
        if field.nullable:
            return None
        raise Unstorable("must not be None")
    if field.enum is not None:
        if not isinstance(value, field.enum):
            raise Unstorable(f"must be a {field.enum.__name__}, not {_shown(value)}")
        CHECKS[field.kind](value.value)
        return value
    return CHECKS[field.kind](value)


def checked_state(entity_type: EntityType, state: Sequence[Any], cls: type | None = None) -> tuple[Any, ...]:
    """The state of an entity (of the variant `cls`), every value checked.

    Raises: Invalid, naming all values that are wrong.
    """
    own = entity_type.variant_fields.get(cls or entity_type.cls)
    kept: list[Any] = []
    problems: list[Problem] = []
    for field, value in zip(entity_type.fields, state, strict=True):
        if own is not None and field.name not in own:
            kept.append(None)
            continue
        try:
            kept.append(checked(field if own is None else own[field.name], value))
        except Unstorable as error:
            problems += _named(field, value, error)
    if problems:
        raise Invalid(problems)
    return tuple(kept)


def _named(field: Field, value: Any, error: Unstorable) -> list[Problem]:
    inner = nested_problems(value) if field.kind is Kind.NESTED and value is not None else ()
    return [Problem((field.name, *p.path), p.message) for p in inner] or [Problem((field.name,), str(error))]


def _shown(value: Any) -> str:
    return type(value).__name__


def _text(value: Any) -> str:
    if type(value) is str and value.isascii() and "\0" not in value:
        return value
    if not isinstance(value, str):
        raise Unstorable(f"must be text, not {_shown(value)}")
    check_text(value)
    return str.__str__(value)


def _integer(value: Any) -> int:
    if not isinstance(value, int):
        raise Unstorable(f"must be a whole number, not {_shown(value)}")
    if not LEAST <= value <= GREATEST:
        raise Unstorable("is a number beyond 64 bits")
    return int(value)


def _float(value: Any) -> float:
    if type(value) is float and math.isfinite(value):
        return value
    if not isinstance(value, float | int) or isinstance(value, bool):
        raise Unstorable(f"must be a number, not {_shown(value)}")
    try:
        number = float(value)
    except OverflowError:
        raise Unstorable("is too large a number") from None
    if not math.isfinite(number):
        raise Unstorable("must be a finite number")
    return number


def _decimal(value: Any) -> Decimal:
    if not isinstance(value, Decimal):
        raise Unstorable(f"must be a Decimal, not {_shown(value)}")
    if not value.is_finite():
        raise Unstorable("must be a finite number")
    exponent = value.as_tuple().exponent
    if value.adjusted() > DIGITS or (isinstance(exponent, int) and exponent < -DIGITS):
        raise Unstorable(f"has more than {DIGITS} digits on one side of the point")
    return value


def _boolean(value: Any) -> bool:
    if value is True or value is False:
        return value
    raise Unstorable(f"must be True or False, not {_shown(value)}")


def _datetime(value: Any) -> datetime:
    if not isinstance(value, datetime):
        raise Unstorable(f"must be a datetime, not {_shown(value)}")
    check_instant(value)
    return value if value.tzinfo is UTC and type(value) is datetime else value.astimezone(UTC)


def _date(value: Any) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise Unstorable(f"must be a date, not {_shown(value)}")
    check_day(value)
    return value


def _time(value: Any) -> time:
    if not isinstance(value, time):
        raise Unstorable(f"must be a time, not {_shown(value)}")
    if value.tzinfo is not None:
        raise Unstorable("must be a time without a zone; a datetime has one")
    return value


def _duration(value: Any) -> timedelta:
    if not isinstance(value, timedelta):
        raise Unstorable(f"must be a timedelta, not {_shown(value)}")
    if not LEAST <= _microseconds(value) <= GREATEST:
        raise Unstorable("is too long a time")
    return value


def _microseconds(value: timedelta) -> int:
    return (value.days * 86_400 + value.seconds) * 1_000_000 + value.microseconds


def _uuid(value: Any) -> UUID:
    if isinstance(value, UUID):
        return value
    raise Unstorable(f"must be a UUID, not {_shown(value)}")


def _bytes(value: Any) -> bytes:
    if type(value) is bytes:
        return value
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value)
    raise Unstorable(f"must be bytes, not {_shown(value)}")


def _nested(value: Any) -> Any:
    encode_nested(value)
    return value


def _instant_text(value: Any) -> str:
    instant = _datetime(value)
    short: str = msgspec.to_builtins(instant)  # isoformat costs five times as much
    return short[:-1] + "+00:00" if len(short) == 27 else instant.isoformat("T", "microseconds")


CHECKS: Mapping[Kind, Encoder] = {
    Kind.TEXT: _text,
    Kind.INTEGER: _integer,
    Kind.FLOAT: _float,
    Kind.DECIMAL: _decimal,
    Kind.BOOLEAN: _boolean,
    Kind.DATETIME: _datetime,
    Kind.DATE: _date,
    Kind.TIME: _time,
    Kind.DURATION: _duration,
    Kind.UUID: _uuid,
    Kind.BYTES: _bytes,
    Kind.NESTED: _nested,
}
"""What makes a value safe to keep, per kind; each raises Unstorable."""

ENCODERS: Mapping[Dialect, Mapping[Kind, Encoder]] = {
    Dialect.SQLITE: {
        **CHECKS,
        Kind.DECIMAL: lambda value: str(_decimal(value)),
        Kind.BOOLEAN: lambda value: int(_boolean(value)),
        Kind.DATETIME: _instant_text,
        Kind.DATE: lambda value: _date(value).isoformat(),
        Kind.TIME: lambda value: _time(value).isoformat("microseconds"),
        Kind.DURATION: lambda value: _microseconds(_duration(value)),
        Kind.UUID: lambda value: msgspec.to_builtins(_uuid(value)),
        Kind.NESTED: encode_nested,
    },
    Dialect.POSTGRES: {
        **CHECKS,
        Kind.DURATION: lambda value: _microseconds(_duration(value)),
        Kind.NESTED: encode_nested,
    },
}
"""What turns a value into what the driver takes, per dialect and kind; each raises Unstorable."""
