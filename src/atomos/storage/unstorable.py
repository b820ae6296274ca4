"""The refusal of one value."""

from datetime import UTC, date, datetime

_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
_ENDS = (date.min, date.max)
_NEVER = "is an end of the calendar, or beyond it; use None for what has no time"
"""The ends are what the driver of PostgreSQL takes for infinity."""


class Unstorable(ValueError):
    """No store may keep this value; the text says what is wrong with it, the caller knows where it stands."""


def check_text(value: str) -> None:
    """Refuse what not every database can hold. Raises: Unstorable."""
    if "\0" in value:
        raise Unstorable("holds the character NUL")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Unstorable("is not Unicode text: it holds half of a surrogate pair") from None


def check_instant(value: datetime) -> None:
    """Refuse a moment without a zone, and one that not every database can hold. Raises: Unstorable."""
    if value.tzinfo is not UTC and value.utcoffset() is None:
        raise Unstorable("must be an aware datetime; this one has no time zone")
    if not _FIRST < value < _LAST:
        raise Unstorable(_NEVER)


def check_day(value: date) -> None:
    """Refuse a day that not every database can hold. Raises: Unstorable."""
    if value in _ENDS:
        raise Unstorable(_NEVER)
