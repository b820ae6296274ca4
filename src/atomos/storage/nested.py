"""Nested values as JSON: written by msgspec, after a look at what JSON or a database would not give back."""

import dataclasses
import math
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, get_args, get_type_hints

import msgspec

from atomos.core.domain.errors import Problem
from atomos.storage.unstorable import Unstorable, check_day, check_instant, check_text

_to_json = msgspec.json.Encoder().encode
_DIGITS_ALIKE = bytes(ord("0") if chr(code).isdigit() and code < 128 else ord(" ") for code in range(256))
_LARGE = b"0" * 19
"""As many digits as a number has that may be beyond 64 bits."""
_PLAIN = (str, int, bool, bytes, type(None))


def encode_nested(value: Any) -> str:
    """The value as JSON text, with every value inside looked at. Raises: Unstorable."""
    if problems := nested_problems(value):
        first = problems[0]
        raise Unstorable(f"{first.where}: {first.message}" if first.path else first.message)
    return _to_json(value).decode()


def nested_encoder(annotation: Any) -> Callable[[Any], str]:
    """An encoder for values of this type, which looks inside only where a bad value could hide."""
    if not _is_plain(annotation, set()):
        return encode_nested

    def encode(value: Any) -> str:
        try:
            json = _to_json(value)
        except (TypeError, ValueError, OverflowError):
            return encode_nested(value)
        suspicious = b"\\u0000" in json or _LARGE in json.translate(_DIGITS_ALIKE)
        return encode_nested(value) if suspicious else json.decode()

    return encode


def _is_plain(annotation: Any, seen: set[Any]) -> bool:
    """Whether msgspec refuses by itself, or shows in the text, all that may not be kept in such a value."""
    if annotation in seen or annotation is Ellipsis:
        return True
    if dataclasses.is_dataclass(annotation):
        seen.add(annotation)
        return all(_is_plain(hint, seen) for hint in get_type_hints(annotation).values())
    if arguments := get_args(annotation):
        return all(_is_plain(argument, seen) for argument in arguments)
    return isinstance(annotation, type) and issubclass(annotation, (*_PLAIN, Enum))


def nested_problems(value: Any) -> list[Problem]:
    """Every value inside that may not be kept, with the way to it."""
    problems = list(_walk(value, ()))
    if not problems:
        try:
            _to_json(value)
        except (TypeError, ValueError, OverflowError) as error:
            problems.append(Problem((), f"cannot be written as JSON: {error}"))
    return problems


def _walk(value: Any, path: tuple[str | int, ...]) -> Iterator[Problem]:
    if isinstance(value, Enum):
        value = value.value
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _walk(getattr(value, field.name), (*path, field.name))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _walk(key, (*path, str(key)))
            yield from _walk(item, (*path, str(key)))
    elif isinstance(value, list | tuple | set | frozenset):
        for position, item in enumerate(value):
            yield from _walk(item, (*path, position))
    elif message := _fault(value):
        yield Problem(path, message)


def _fault(value: Any) -> str | None:
    try:
        if isinstance(value, str):
            check_text(value)
        elif isinstance(value, datetime):
            check_instant(value)
        elif isinstance(value, date):
            check_day(value)
    except Unstorable as error:
        return str(error)
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return "is a number beyond 64 bits"
    if isinstance(value, float) and not math.isfinite(value):
        return "must be a finite number"
    if isinstance(value, Decimal) and not value.is_finite():
        return "must be a finite number"
    return None
