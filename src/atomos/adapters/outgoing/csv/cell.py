"""One value as the text of a cell.

Times are ISO 8601 with their zone, durations ISO 8601 as well (`PT90S`), bytes Base64, nested values JSON. Text stands
as it is, whatever a spreadsheet would make of it. Where a value may be absent, an empty cell is `None`; the empty text
is written as two quotation marks then (`""`), and a text of nothing but quotation marks gets two more.
"""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec

from atomos.core.domain.entity import Field, Kind
from atomos.core.wiring.annotation import spelled
from atomos.storage.nested import encode_nested
from atomos.storage.unstorable import Unstorable
from atomos.storage.values import checked

EMPTY_TEXT = '""'
BOOLEANS: Mapping[str, bool] = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Notation:
    """How the values of one kind are written and read; `example` shows one."""

    write: Callable[[Any], str]
    read: Callable[[str], Any]
    example: str


def _duration(text: str) -> timedelta:
    try:
        return msgspec.convert(text, timedelta)
    except msgspec.ValidationError:
        raise ValueError(text) from None


NOTATIONS: Mapping[Kind, Notation] = {
    Kind.TEXT: Notation(str, str, "text"),
    Kind.INTEGER: Notation(str, int, "a whole number like 42"),
    Kind.FLOAT: Notation(repr, float, "a number like 9.5"),
    Kind.DECIMAL: Notation(str, Decimal, "a number like 9.50"),
    Kind.BOOLEAN: Notation(lambda value: str(value).lower(), lambda text: BOOLEANS[text.lower()], "true or false"),
    Kind.DATETIME: Notation(datetime.isoformat, datetime.fromisoformat, "a time like 2024-02-29T12:30:00+00:00"),
    Kind.DATE: Notation(date.isoformat, date.fromisoformat, "a date like 2024-02-29"),
    Kind.TIME: Notation(time.isoformat, time.fromisoformat, "a time of day like 12:30:00"),
    Kind.DURATION: Notation(msgspec.to_builtins, _duration, "a duration like PT90S"),
    Kind.UUID: Notation(str, UUID, "an id like 018d2f1e-9c00-7000-8000-000000000001"),
    Kind.BYTES: Notation(
        lambda value: base64.b64encode(value).decode(),
        lambda text: base64.b64decode(text, validate=True),
        "Base64 text like aGVsbG8=",
    ),
    Kind.NESTED: Notation(encode_nested, msgspec.json.decode, "JSON"),
}


class Cell:
    """The cells of one field."""

    def __init__(self, field: Field) -> None:
        self._field = field
        self._notation = _notation(field)

    def write(self, value: Any) -> str:
        """The text of a value."""
        if value is None:
            return ""
        text = self._notation.write(value)
        return text + EMPTY_TEXT if self._field.nullable and not text.strip('"') else text

    def read(self, text: str) -> Any:
        """The value of a text. Raises: ValueError, which says what is expected."""
        if self._field.nullable:
            if not text:
                return None
            if not text.strip('"'):
                text = text.removesuffix(EMPTY_TEXT)
        try:
            return checked(self._field, self._notation.read(text))
        except Unstorable as error:
            raise ValueError(f"{_shown(text)} {error}; write {self._notation.example}") from error
        except msgspec.MsgspecError as error:
            raise ValueError(f"{_shown(text)} does not fit ({error}); write {self._notation.example}") from error
        except (ValueError, ArithmeticError, LookupError, RecursionError) as error:
            wrong = f"{_shown(text)} does not fit" if text else "the cell is empty"
            raise ValueError(f"{wrong}; write {self._notation.example}") from error


def _notation(field: Field) -> Notation:
    plain = NOTATIONS[field.kind]
    if field.kind is Kind.NESTED:
        read = msgspec.json.Decoder(field.annotation).decode
        return Notation(plain.write, read, f"{spelled(field.annotation)} as JSON")
    if field.enum is not None:
        members = {plain.write(member.value): member for member in field.enum}
        return Notation(lambda member: plain.write(member.value), members.__getitem__, f"one of {', '.join(members)}")
    return plain


def _shown(text: str) -> str:
    return f'"{text if len(text) <= 40 else text[:39] + "…"}"'
