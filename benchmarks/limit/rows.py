"""From a row to a posting, written out field by field."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from benchmarks.domain import Employment, Place, Posting, Salary

COLUMNS = (
    "id, title, description, employment, headcount, tags, opens_on, salary, place, posted_at, applications, "
    "last_applicant"
)

encode: Callable[[Any], bytes] = msgspec.json.Encoder().encode
_tags = msgspec.json.Decoder(list[str]).decode
_salary = msgspec.json.Decoder(Salary).decode
_place = msgspec.json.Decoder(Place).decode
_employment = {member.value: member for member in Employment}


def to_row(p: Posting) -> tuple[Any, ...]:
    """The values of `COLUMNS` for PostgreSQL."""
    return (
        p.id,
        p.title,
        p.description,
        p.employment.value,
        p.headcount,
        encode(p.tags).decode(),
        p.opens_on,
        encode(p.salary).decode(),
        encode(p.place).decode(),
        p.posted_at,
        p.applications,
        p.last_applicant,
    )


def to_text_row(p: Posting) -> tuple[Any, ...]:
    """The values of `COLUMNS` for SQLite, which has neither UUIDs nor times."""
    return (
        str(p.id),
        p.title,
        p.description,
        p.employment.value,
        p.headcount,
        encode(p.tags).decode(),
        p.opens_on.isoformat(),
        encode(p.salary).decode(),
        encode(p.place).decode(),
        p.posted_at.isoformat(),
        p.applications,
        p.last_applicant,
    )


def from_row(row: Sequence[Any]) -> Posting:
    """A posting from a row of PostgreSQL."""
    id, title, description, employment, headcount, tags, opens_on, salary, place, posted_at, applications, last = row
    return Posting(
        id,
        title,
        description,
        _employment[employment],
        headcount,
        _tags(tags),
        opens_on,
        _salary(salary),
        _place(place),
        posted_at,
        applications,
        last,
    )


def from_text_row(row: Sequence[Any]) -> Posting:
    """A posting from a row of SQLite."""
    id, title, description, employment, headcount, tags, opens_on, salary, place, posted_at, applications, last = row
    return Posting(
        UUID(id),
        title,
        description,
        _employment[employment],
        headcount,
        _tags(tags),
        date.fromisoformat(opens_on),
        _salary(salary),
        _place(place),
        datetime.fromisoformat(posted_at),
        applications,
        last,
    )
