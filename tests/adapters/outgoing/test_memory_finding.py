"""How the store in memory finds: by index where it can, and in pages that are the whole together."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from atomos.adapters.outgoing.memory import MemoryStore
from atomos.core.domain.entity import Kind
from atomos.core.domain.expression import And, Compare, Constant, Expression, Or, Parameter, Path
from atomos.core.domain.rule import Condition, Rule
from atomos.core.ports.outgoing.ordering import in_order, sort_values
from atomos.core.ports.outgoing.store import Changes, Delete, Insert, Order, Query, Update
from atomos.core.wiring.entity import read_entity

AT = datetime(2024, 2, 29, tzinfo=UTC)


class Size(Enum):
    SMALL = "s"
    LARGE = "l"


@dataclass(frozen=True)
class Spot:
    town: str | None
    row: int = 0


@dataclass
class Shirt:
    id: int
    code: str | None = None
    size: Size = Size.SMALL
    price: int | None = None
    spot: Spot | None = None


SHIRT = read_entity(Shirt, unique=["code"], indexes=[("size", "price"), "spot.town"])
CODE, PRICE = Path(("code",), Kind.TEXT, nullable=True), Path(("price",), Kind.INTEGER, nullable=True)
shirts = st.lists(
    st.builds(
        Shirt,
        st.integers(-5, 30),
        size=st.sampled_from(Size),
        price=st.none() | st.integers(0, 3),
        spot=st.none() | st.builds(Spot, st.none() | st.sampled_from(["A", "B"]), st.integers(0, 2)),
    ),
    unique_by=lambda shirt: shirt.id,
    max_size=20,
)
paths = st.sampled_from(["code", "size", "price", "spot.town", "spot.row"])
orders = st.lists(st.builds(Order, paths, st.booleans()), max_size=3, unique_by=lambda order: order.path)


def inserting(*entities: Shirt) -> Changes:
    return Changes(AT, inserts=[Insert(SHIRT, entity) for entity in entities])


async def stored(*entities: Shirt) -> MemoryStore:
    store = MemoryStore([SHIRT])
    await store.open()
    await store.commit(inserting(*entities))
    return store


def asked(function: Callable[..., bool], expression: Expression, **values: Any) -> tuple[Query, list[Shirt]]:
    """A query, and a list that fills with the shirts that it looks at."""
    looked_at: list[Shirt] = []

    def rule(shirt: Shirt, **values: Any) -> bool:
        looked_at.append(shirt)
        return function(shirt, **values)

    return Query((Condition(Rule(rule, "shirt", tuple(values), expression), values),)), looked_at


async def test_a_condition_on_an_index_looks_at_nothing_else() -> None:
    store = await stored(*(Shirt(n, code=f"{n}", size=Size.LARGE, price=n % 10) for n in range(100)))
    by_code = Compare("==", CODE, Parameter(("code",), Kind.TEXT))
    by_size = Compare("==", Constant("l", Kind.TEXT), Path(("size",), Kind.TEXT))
    by_price = Compare("==", PRICE, Parameter(("other", "price"), Kind.INTEGER))
    for query, looked_at in (
        asked(lambda shirt, code: bool(shirt.code == code), by_code, code="7"),
        asked(
            lambda shirt, other: shirt.size is Size.LARGE and shirt.price == other.price,
            And((by_size, by_price)),
            other=Shirt(0, price=7),
        ),
    ):
        found = [kept.entity for kept in await store.find(SHIRT, query)]
        assert found
        assert len(found) == len(looked_at)


async def test_a_condition_on_the_id_looks_at_nothing_else() -> None:
    store = await stored(Shirt(1), Shirt(2))
    by_id = Compare("==", Path(("id",), Kind.INTEGER), Parameter(("id",), Kind.INTEGER))
    query, looked_at = asked(lambda shirt, id: bool(shirt.id == id), by_id, id=2)
    assert [kept.entity for kept in await store.find(SHIRT, query)] == [Shirt(2)]
    assert looked_at == [Shirt(2)]
    query, _ = asked(lambda shirt, id: bool(shirt.id == id), by_id, id=3)
    assert await store.find(SHIRT, query) == []


async def test_absence_and_alternatives_are_not_asked_of_an_index() -> None:
    store = await stored(Shirt(1), Shirt(2, code="a"), Shirt(3, code="b"))
    absent = Compare("==", CODE, Parameter(("code",), Kind.TEXT, nullable=True))
    query, _ = asked(lambda shirt, code: bool(shirt.code == code), absent, code=None)
    assert [kept.entity.id for kept in await store.find(SHIRT, query)] == [1]
    either = Or((Compare("==", CODE, Constant("a", Kind.TEXT)), Compare("==", CODE, Constant("b", Kind.TEXT))))
    query, _ = asked(lambda shirt: shirt.code in {"a", "b"}, either)
    assert [kept.entity.id for kept in await store.find(SHIRT, query)] == [2, 3]


async def test_an_index_follows_updates_deletes_and_what_was_undone() -> None:
    store = await stored(Shirt(1, spot=Spot("A")), Shirt(2, spot=Spot("A")), Shirt(3, code="taken"))
    town = Compare("==", Path(("spot", "town"), Kind.TEXT, nullable=True), Constant("A", Kind.TEXT))
    query, _ = asked(lambda shirt: shirt.spot is not None and shirt.spot.town == "A", town)
    await store.commit(Changes(AT, updates=[Update(SHIRT, Shirt(1, spot=Spot("B")), ("spot",), 1)]))
    failing = Changes(AT, [Insert(SHIRT, Shirt(4, spot=Spot("A")))], (), [Delete(SHIRT, 2, 1), Delete(SHIRT, 3, 9)])
    outcomes = await asyncio.gather(store.commit(failing), return_exceptions=True)
    assert isinstance(outcomes[0], Exception)
    assert [kept.entity.id for kept in await store.find(SHIRT, query)] == [2]
    await store.commit(Changes(AT, deletes=[Delete(SHIRT, 2, 1)]))
    assert await store.count(SHIRT, query.conditions) == 0


@given(shirts, orders, st.booleans(), st.integers(1, 6))
def test_pages_together_are_the_whole_in_order(
    entities: list[Shirt], keys: list[Order], descending: bool, size: int
) -> None:
    order = (*keys, Order("id", descending))

    async def read() -> list[Shirt]:
        store = await stored(*entities)
        pages: list[Shirt] = []
        after = None
        while page := await store.find(SHIRT, Query(order=order, limit=size, after=after)):
            pages += [kept.entity for kept in page]
            after = sort_values(pages[-1], order)
        return pages

    assert asyncio.run(read()) == in_order(entities, order)
