"""What a decoder leaves to the class comes back into the instance."""

from dataclasses import dataclass
from typing import Any

import msgspec
import pytest

from atomos.core.wiring.completion import completer


@dataclass(frozen=True)
class Price:
    amount: int
    currency: str = "EUR"


@dataclass(frozen=True, slots=True)
class Slots:
    amount: int = 0


@dataclass
class Tree:
    price: Price | None = None
    children: "tuple[Tree, ...]" = ()


@dataclass
class Shelf:
    best: Price
    others: list[Price]
    named: dict[str, Price | int]
    pair: tuple[int, Price]
    slots: Slots
    tree: Tree


PRICE = {"amount": 1, "currency": "EUR"}


def completed(content: Any, cls: Any) -> Any:
    made = msgspec.convert(content, cls)
    complete = completer(cls)
    assert complete is not None
    complete(made)
    return msgspec.to_builtins(made)


def test_defaults_are_set_wherever_an_object_stands() -> None:
    price = {"amount": 1}
    content = {"best": price, "others": [price], "named": {"a": price, "b": 5}, "pair": [5, price], "slots": {}}
    assert completed(content | {"tree": {"children": [{"price": price}]}}, Shelf) == {
        "best": PRICE,
        "others": [PRICE],
        "named": {"a": PRICE, "b": 5},
        "pair": (5, PRICE),
        "slots": {"amount": 0},
        "tree": {"price": None, "children": ({"price": PRICE, "children": ()},)},
    }


def test_what_was_given_stays() -> None:
    assert completed({"amount": 1, "currency": "USD"}, Price) == {"amount": 1, "currency": "USD"}


@pytest.mark.parametrize("cls", [Slots, int, list[int], dict[str, Slots], int | str, Any])
def test_nothing_is_made_where_nothing_can_lack(cls: Any) -> None:
    assert completer(cls) is None
