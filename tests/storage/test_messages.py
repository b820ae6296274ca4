"""Messages are written as JSON and come back as what they were."""

from dataclasses import dataclass, field
from decimal import Decimal
from types import EllipsisType
from uuid import UUID

import pytest

from atomos.storage.messages import JsonMessages


@dataclass(frozen=True)
class Price:
    amount: Decimal


@dataclass(frozen=True)
class Offer:
    per_hour: Price | None = None


@dataclass(frozen=True)
class Edit:
    id: UUID
    bio: str | None | EllipsisType = ...
    price: Price | EllipsisType = ...
    tags: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Either:
    what: Price | Offer


CODEC = JsonMessages([Edit, Either, Offer])


@pytest.mark.parametrize(
    "message",
    [
        Offer(Price(Decimal("1.50"))),
        Edit(UUID(int=1)),
        Edit(UUID(int=1), bio=None),
        Edit(UUID(int=1), price=Price(Decimal(2)), tags=("a",)),
    ],
)
def test_a_message_comes_back_as_it_was_and_what_it_leaves_open_stays_open(message: object) -> None:
    assert CODEC.decode(type(message).__name__, CODEC.encode(message)) == message


def test_a_field_that_the_message_has_no_more_is_passed_over() -> None:
    assert CODEC.decode("Edit", b'{"id":"00000000-0000-0000-0000-000000000001","gone":1}') == Edit(UUID(int=1))


def test_what_cannot_be_read_is_told_by_its_name() -> None:
    with pytest.raises(LookupError, match="no reaction follows a message called Gone"):
        CODEC.decode("Gone", b"{}")
    with pytest.raises(ValueError, match="Either cannot be read from JSON: Type unions"):
        CODEC.decode("Either", b"{}")
    with pytest.raises(ValueError, match=r"Edit cannot be read from JSON: .*'id'"):
        CODEC.decode("Edit", b"{}")
