"""Finding and counting: what meets a condition, in which order, page by page."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from atomos.core.ports.outgoing.ordering import in_order, sort_values
from atomos.core.ports.outgoing.store import Order, Query, Session, Store
from atomos.testing.ids import SequentialIds
from atomos.testing.store_contract.changes import inserting, updating
from atomos.testing.store_contract.domain import SPECIMEN, Grade, Money, Shade, Specimen
from atomos.testing.store_contract.event_loop import in_event_loop
from atomos.testing.store_contract.features import Features
from atomos.testing.store_contract.rules import NOON, QUESTIONS, Question, above, ask, differs, equals, since

SCALARS = (
    "text",
    "number",
    "real",
    "amount",
    "flag",
    "instant",
    "day",
    "hour",
    "span",
    "key",
    "data",
    "shade",
    "grade",
)
ORDERS: tuple[tuple[Order, ...], ...] = (
    (Order("id"),),
    (Order("id", descending=True),),
    (Order("maybe_number"), Order("id")),
    (Order("maybe_number", descending=True), Order("id")),
    (Order("maybe_text", descending=True), Order("maybe_number"), Order("id")),
    (
        Order("maybe_number"),
        Order("maybe_text", descending=True),
        Order("flag"),
        Order("id", descending=True),
    ),
    (Order("maybe_instant", descending=True), Order("maybe_shade"), Order("id")),
    (Order("maybe_amount"), Order("maybe_day", descending=True), Order("id")),
)
NESTED_ORDERS: tuple[tuple[Order, ...], ...] = (
    (Order("maybe_price.amount"), Order("id")),
    (Order("maybe_price.currency", descending=True), Order("maybe_price.amount"), Order("id")),
)


def spelled(order: Sequence[Order]) -> str:
    """The order as a test is called by it."""
    return ",".join("-" * key.descending + key.path for key in order)


def several(ids: SequentialIds) -> list[Specimen]:
    """Specimens that the questions tell apart."""
    cheap, dear = Money(Decimal("9.5"), "EUR"), Money(Decimal(10))
    return [
        Specimen(ids.new()),
        Specimen(ids.new(), text="banana", number=1, flag=True, maybe_text="b", tags=["a", 'a "quoted" tag']),
        Specimen(ids.new(), text="BANANA", number=2, shade=Shade.DARK, maybe_text="", maybe_price=cheap),
        Specimen(ids.new(), text="100%", grade=Grade.HIGH, maybe_number=0, price=cheap, maybe_price=dear),
        Specimen(ids.new(), text="%_\\", number=3, amount=Decimal("9.50"), maybe_number=2, instant=NOON),
        Specimen(
            ids.new(),
            text="ÜBUNG",
            amount=Decimal(10),
            maybe_number=1,
            instant=NOON - timedelta(microseconds=1),
        ),
        Specimen(ids.new(), text="a", flag=True, maybe_text="B", tags=["quoted"], maybe_price=Money(Decimal(-1))),
    ]


def scattered(seed: int, size: int = 40) -> list[Specimen]:
    """Random specimens with few different values, so that many are equal or absent."""
    chance = random.Random(seed)  # noqa: S311 - the same data in every run
    return [
        Specimen(
            UUID(int=chance.getrandbits(128)),
            flag=chance.random() < 0.5,
            maybe_text=chance.choice([None, "", "a", "B", "b", "ä"]),
            maybe_number=chance.choice([None, None, -1, 0, 10]),
            maybe_amount=chance.choice([None, Decimal("9.5"), Decimal("9.50"), Decimal(10), Decimal(-1)]),
            maybe_instant=chance.choice([None, NOON, NOON + timedelta(microseconds=1), NOON - timedelta(days=1)]),
            maybe_day=chance.choice([None, NOON.date()]),
            maybe_shade=chance.choice([None, *Shade]),
            maybe_price=chance.choice([None, Money(Decimal(9), "EUR"), Money(Decimal(10)), Money(Decimal(-1), "")]),
        )
        for _ in range(size)
    ]


async def found(session: Session, query: Query) -> list[Specimen]:
    """The answer, without versions."""
    return [each.entity for each in await session.find(SPECIMEN, query)]


class Questions:
    """Conditions and counts."""

    @pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
    @in_event_loop
    async def test_a_store_answers_a_rule_as_the_function_does(
        self, store: Store, ids: SequentialIds, features: Features, question: Question
    ) -> None:
        if question.nested and not features.nested_paths:
            pytest.skip("this store does not reach into nested values")
        await store.commit(inserting(*(specimens := several(ids))))
        condition = question.condition
        expected = [specimen for specimen in specimens if condition.holds(specimen)]
        assert await found(store, Query((condition,))) == expected
        assert await store.count(SPECIMEN, (condition,)) == len(expected)

    @in_event_loop
    async def test_all_conditions_must_hold(self, store: Store, ids: SequentialIds) -> None:
        await store.commit(inserting(*(specimens := several(ids))))
        conditions = ask(above, number=1).condition, ask(since, now=NOON).condition
        assert await found(store, Query(conditions)) == [specimens[4]]
        assert await store.count(SPECIMEN, conditions) == 1

    @in_event_loop
    async def test_no_condition_is_all(self, store: Store, ids: SequentialIds) -> None:
        assert await found(store, Query()) == []
        assert await store.count(SPECIMEN, ()) == 0
        await store.commit(inserting(*(specimens := several(ids))))
        assert await found(store, Query()) == specimens
        assert await store.count(SPECIMEN, ()) == len(specimens)

    @in_event_loop
    async def test_a_question_sees_what_was_changed(self, store: Store, ids: SequentialIds) -> None:
        condition = ask(equals, text="b").condition
        await store.commit(inserting(*(specimens := several(ids))))
        changed = replace(specimens[0], maybe_text="b")
        await store.commit(updating(changed, "maybe_text"))
        await store.commit(updating(replace(specimens[1], maybe_text="c"), "maybe_text"))
        (answer,) = await store.find(SPECIMEN, Query((condition,)))
        assert (answer.entity, answer.version) == (changed, 2)


class Pages:
    """Orders, limits and what comes after."""

    @pytest.mark.parametrize("name", SCALARS)
    @in_event_loop
    async def test_every_kind_sorts_by_its_values(self, store: Store, ids: SequentialIds, name: str) -> None:
        values = _rising(name)
        specimens = [Specimen(ids.new(), **{f"maybe_{name}": value}) for value in (None, *values, None)]
        await store.commit(inserting(*reversed(specimens)))
        rising, absent = specimens[1:-1], [specimens[0], specimens[-1]]
        order = (Order(f"maybe_{name}"), Order("id"))
        assert await found(store, Query(order=order)) == rising + absent
        order = (Order(f"maybe_{name}", descending=True), Order("id"))
        assert await found(store, Query(order=order)) == rising[::-1] + absent

    @pytest.mark.parametrize("order", ORDERS, ids=spelled)
    @in_event_loop
    async def test_pages_together_are_the_whole_in_order(self, store: Store, order: tuple[Order, ...]) -> None:
        await _read_in_pages(store, order)

    @pytest.mark.parametrize("order", NESTED_ORDERS, ids=spelled)
    @in_event_loop
    async def test_pages_may_be_ordered_by_nested_values(
        self, store: Store, features: Features, order: tuple[Order, ...]
    ) -> None:
        if not features.nested_paths:
            pytest.skip("this store does not reach into nested values")
        await _read_in_pages(store, order)

    @in_event_loop
    async def test_a_page_goes_on_behind_an_entity_that_is_gone(self, store: Store, ids: SequentialIds) -> None:
        await store.commit(inserting(*(specimens := [Specimen(ids.new(), number=n // 2) for n in range(6)])))
        order = (Order("number", descending=True), Order("id"))
        assert await found(store, Query(order=order, after=(1, UUID(int=0)), limit=3)) == specimens[2:4] + specimens[:1]

    @in_event_loop
    async def test_a_limit_of_nothing_is_nothing(self, store: Store, ids: SequentialIds) -> None:
        await store.commit(inserting(Specimen(ids.new())))
        assert await found(store, Query(limit=0)) == []

    @in_event_loop
    async def test_pages_keep_to_their_conditions(self, store: Store) -> None:
        await store.commit(inserting(*(specimens := scattered(seed=0))))
        condition = ask(differs, text="b").condition
        order = (Order("maybe_text"), Order("id"))
        expected = in_order((s for s in specimens if s.maybe_text != "b"), order)
        seen = sort_values(expected[9], order)
        assert await found(store, Query((condition,), order, limit=10, after=seen)) == expected[10:20]


async def _read_in_pages(store: Store, order: Sequence[Order]) -> None:
    await store.commit(inserting(*(specimens := scattered(seed=len(order)))))
    expected = in_order(specimens, order)
    assert await found(store, Query(order=tuple(order))) == expected
    for size in (1, 7, len(specimens)):
        pages: list[Specimen] = []
        after = None
        while page := await found(store, Query(order=tuple(order), limit=size, after=after)):
            assert len(page) <= size
            pages += page
            after = sort_values(page[-1], order)
        assert pages == expected


def _rising(name: str) -> list[Any]:
    """Values of a field in their order; some are out of order as text."""
    days = [timedelta(days=days) for days in (-400_000, -1, 9, 10, 100)]
    values: dict[str, list[Any]] = {
        "text": ["", "\u0001", " ", "10", "9", "A", "B", "a", "ab", "b", "é", "\uffff", "\U00010000"],
        "number": [-(2**63), -10, -9, 0, 9, 10, 2**63 - 1],
        "real": [-1e308, -1.5, 0.0, 5e-324, 9.5, 10.0],
        "amount": [Decimal(text) for text in ("-1E+3", "-10", "-9.5", "0", "0.10", "0.2", "9", "10", "1E+3")],
        "flag": [False, True],
        "instant": [NOON + days for days in days],
        "day": [NOON.date() + days for days in days],
        "hour": [NOON.time().replace(hour=hour, microsecond=hour) for hour in (0, 9, 10, 23)],
        "span": days,
        "key": [UUID(int=n << 64) for n in (0, 9, 10, 2**63)],
        "data": [b"", b"\0", b"9", b"A", b"a", b"a\0", b"\xff"],
        "shade": [Shade.NONE, Shade.DARK, Shade.LIGHT],
        "grade": [Grade.LOW, Grade.HIGH],
    }
    return values[name]
