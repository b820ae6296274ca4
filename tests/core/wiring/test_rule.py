"""What rules compile to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from atomos.core.domain.entity import Kind
from atomos.core.domain.expression import (
    And,
    Compare,
    Constant,
    Contains,
    EndsWith,
    Expression,
    IsNone,
    Lower,
    Not,
    OneOf,
    Or,
    Parameter,
    Path,
    StartsWith,
    Truth,
)
from atomos.core.wiring.entity import read_entity
from atomos.core.wiring.fault import Faulty
from atomos.core.wiring.rule import compile_rule


class Stage(Enum):
    DRAFT = "draft"
    LIVE = "live"
    CLOSED = "closed"


class Label(StrEnum):
    NEW = "new"


class Level(IntEnum):
    LOW = 1
    HIGH = 9


OPEN = frozenset({Stage.DRAFT, Stage.LIVE})
LEAST = 3
SHOWN = bool(LEAST)
limits = SimpleNamespace(least=3)


@dataclass(frozen=True)
class Money:
    amount: Decimal
    currency: str | None = None

    def exceeds(self, other: Decimal) -> bool:
        return self.amount > other


@dataclass(frozen=True)
class Salary:
    minimum: Money
    maximum: Money | None = None

    @property
    def top(self) -> Money:
        return self.minimum if self.maximum is None else self.maximum


@dataclass
class Posting:
    KINDS = ("job", "gig")
    LIMIT = Decimal(7)

    id: UUID
    title: str
    stage: Stage
    label: Label
    score: float
    price: Decimal
    featured: bool
    rank: int | None
    closes_at: datetime | None
    organisation_id: UUID
    tags: list[str]
    salary: Salary | None = None

    @property
    def is_open(self) -> bool:
        return self.stage in OPEN

    def closed_at(self, at: datetime) -> bool:
        return self.closes_at is not None and self.closes_at <= at


@dataclass
class Member:
    id: UUID
    organisation_id: UUID
    roles: tuple[str, ...]
    manager: "Member | None"
    session: object

    @property
    def is_admin(self) -> bool:
        return "admin" in self.roles


ENTITY = read_entity(Posting)
TITLE = Path(("title",), Kind.TEXT)
STAGE = Path(("stage",), Kind.TEXT)
RANK = Path(("rank",), Kind.INTEGER, nullable=True)
RANK_THERE = Path(("rank",), Kind.INTEGER)
CLOSES_AT = Path(("closes_at",), Kind.DATETIME, nullable=True)
SALARY = Path(("salary",), Kind.NESTED, nullable=True)
NOW = Parameter(("now",), Kind.DATETIME)
LIVE = Constant("live", Kind.TEXT)
HAS_RANK = Not(IsNone(RANK))
FEATURED = Truth(Path(("featured",), Kind.BOOLEAN))


def number(value: int) -> Constant:
    return Constant(value, Kind.INTEGER)


def expression(function: Callable[..., bool]) -> Expression:
    return compile_rule(function, ENTITY).expression


def test_a_rule_keeps_its_function_subject_parameters_and_place() -> None:
    rule = compile_rule(visible, ENTITY)
    assert (rule.function, rule.subject, rule.parameters) == (visible, "posting", ("now",))
    assert rule.source == f"tests/core/wiring/test_rule.py:{visible.__code__.co_firstlineno}"


def visible(posting: Posting, now: datetime) -> bool:
    """Whether the public sees it."""
    if posting.closes_at is None:
        return False
    return posting.stage == Stage.LIVE and posting.closes_at > now


def test_an_early_return_guards_what_follows() -> None:
    there = Path(("closes_at",), Kind.DATETIME)
    assert expression(visible) == And((Not(IsNone(CLOSES_AT)), Compare("==", STAGE, LIVE), Compare(">", there, NOW)))


def test_guards_hold_on_the_way_that_python_takes() -> None:
    def beside(posting: Posting) -> bool:
        return posting.rank is not None and posting.rank > 3

    def otherwise(posting: Posting) -> bool:
        return posting.rank is None or posting.rank > 3

    def negated(posting: Posting) -> bool:
        return not (posting.rank is None or posting.rank > 3)

    def conditional(posting: Posting) -> bool:
        return posting.rank > 3 if posting.rank != None else False  # noqa: E711 - as people write it

    def chained(posting: Posting) -> bool:
        return posting.rank == LEAST and posting.rank < 5

    greater = Compare(">", RANK_THERE, number(3))
    assert expression(beside) == And((HAS_RANK, greater))
    assert expression(otherwise) == Or((IsNone(RANK), greater))
    assert expression(negated) == Not(Or((IsNone(RANK), greater)))
    assert expression(conditional) == And((HAS_RANK, greater))
    assert expression(chained) == And((Compare("==", RANK, number(3)), Compare("<", RANK_THERE, number(5))))


def test_a_guard_of_a_path_holds_for_what_is_reached_through_it() -> None:
    def paid(posting: Posting) -> bool:
        return posting.salary is not None and posting.salary.minimum.amount >= 1000

    amount = Path(("salary", "minimum", "amount"), Kind.DECIMAL)
    minimum = Compare(">=", amount, Constant(Decimal(1000), Kind.DECIMAL))
    assert expression(paid) == And((Not(IsNone(SALARY)), minimum))


def test_properties_methods_and_other_rules_are_read_where_they_are_called() -> None:
    def combined(posting: Posting, now: datetime) -> bool:
        return posting.is_open and (posting.closed_at(at=now) or not visible(posting, now))

    choices = (Constant("draft", Kind.TEXT), LIVE)
    closed = And((Not(IsNone(CLOSES_AT)), Compare("<=", Path(("closes_at",), Kind.DATETIME), NOW)))
    assert expression(combined) == And((OneOf(STAGE, choices), Or((closed, Not(expression(visible))))))


def test_a_property_that_chooses_between_values_becomes_both_comparisons() -> None:
    def high(posting: Posting) -> bool:
        return posting.salary is not None and posting.salary.top.exceeds(Decimal(9))

    nine = Constant(Decimal(9), Kind.DECIMAL)
    without = IsNone(Path(("salary", "maximum"), Kind.NESTED, nullable=True))
    least = Compare(">", Path(("salary", "minimum", "amount"), Kind.DECIMAL), nine)
    most = Compare(">", Path(("salary", "maximum", "amount"), Kind.DECIMAL), nine)
    assert expression(high) == And((Not(IsNone(SALARY)), Or((And((without, least)), And((Not(without), most))))))


def test_text_is_searched_and_lowered() -> None:
    def words(posting: Posting, query: str) -> bool:
        found = query.lower() in posting.title.lower() or posting.title.startswith(("A", "B"))
        return found or posting.title.endswith("!") or posting.label.startswith("n")

    query = Lower(Parameter(("query",), Kind.TEXT))
    assert expression(words) == Or(
        (
            Contains(Lower(TITLE), query, Kind.TEXT),
            StartsWith(TITLE, Constant("A", Kind.TEXT)),
            StartsWith(TITLE, Constant("B", Kind.TEXT)),
            EndsWith(TITLE, Constant("!", Kind.TEXT)),
            StartsWith(Path(("label",), Kind.TEXT), Constant("n", Kind.TEXT)),
        )
    )


def test_membership_in_constants_parameters_and_nested_lists() -> None:
    def listed(posting: Posting, stages: frozenset[Stage], tag: str) -> bool:
        return posting.stage in stages and tag in posting.tags and posting.rank in (1, None)

    assert expression(listed) == And(
        (
            OneOf(STAGE, Parameter(("stages",), Kind.TEXT)),
            Contains(Path(("tags",), Kind.NESTED), Parameter(("tag",), Kind.TEXT), Kind.NESTED),
            Or((OneOf(RANK, (number(1),)), IsNone(RANK))),
        )
    )


def test_parameters_are_followed_into_objects_that_no_store_keeps() -> None:
    def owns(actor: Member, posting: Posting) -> bool:
        return actor.is_admin or posting.organisation_id == actor.organisation_id

    assert expression(owns) == Or(
        (
            OneOf(Constant("admin", Kind.TEXT), Parameter(("actor", "roles"), Kind.TEXT)),
            Compare("==", Path(("organisation_id",), Kind.UUID), Parameter(("actor", "organisation_id"), Kind.UUID)),
        )
    )


def test_a_parameter_behind_an_absent_one_needs_a_guard() -> None:
    def managed(posting: Posting, actor: Member) -> bool:
        return actor.manager is not None and posting.organisation_id == actor.manager.organisation_id

    assert isinstance(expression(managed), And)


def test_constants_are_resolved_and_whole_numbers_fit_their_field() -> None:
    least = 2

    def constants(posting: Posting) -> bool:
        return LEAST <= posting.score < 10 and posting.price > -1 and least in (1, 2) and posting.title in Posting.KINDS

    score, price = Path(("score",), Kind.FLOAT), Path(("price",), Kind.DECIMAL)
    assert expression(constants) == And(
        (
            Compare("<=", Constant(3.0, Kind.FLOAT), score),
            Compare("<", score, Constant(10.0, Kind.FLOAT)),
            Compare(">", price, Constant(Decimal(-1), Kind.DECIMAL)),
            OneOf(TITLE, (Constant("job", Kind.TEXT), Constant("gig", Kind.TEXT))),
        )
    )


def test_constants_may_be_made_where_they_stand() -> None:
    def recent(posting: Posting) -> bool:
        return posting.closes_at is None or posting.closes_at > datetime(2020, 1, 1, tzinfo=UTC)

    found = expression(recent)
    assert isinstance(found, Or)
    there = Path(("closes_at",), Kind.DATETIME)
    assert found.operands[1] == Compare(">", there, Constant(datetime(2020, 1, 1, tzinfo=UTC), Kind.DATETIME))


def test_members_of_an_enum_have_values_and_some_are_values() -> None:
    def values(posting: Posting, stage: str, level: Level) -> bool:
        return posting.stage.value == stage and posting.label == "new" and level < 2 and level <= Level.HIGH

    level = Parameter(("level",), Kind.INTEGER)
    assert expression(values) == And(
        (
            Compare("==", STAGE, Parameter(("stage",), Kind.TEXT)),
            Compare("==", Path(("label",), Kind.TEXT), Constant("new", Kind.TEXT)),
            Compare("<", level, number(2)),
            Compare("<=", level, number(9)),
        )
    )


def test_constants_among_themselves_are_decided_before() -> None:
    def constants(posting: Posting) -> bool:
        return "A".lower().startswith("a") and LEAST < 5 and Posting.LIMIT == 7 and posting.featured

    assert expression(constants) == And((StartsWith(Constant("a", Kind.TEXT), Constant("a", Kind.TEXT)), FEATURED))


def test_what_a_guard_has_answered_is_not_asked_again() -> None:
    def twice(posting: Posting, now: datetime) -> bool:
        return posting.closes_at is not None and visible(posting, now)

    assert expression(twice) == expression(visible)


def test_what_is_decided_before_is_left_out() -> None:
    def decided(posting: Posting) -> bool:
        if LEAST > 5:
            return False
        return SHOWN and posting.featured and posting.stage is not Stage.CLOSED

    closed = Compare("==", STAGE, Constant("closed", Kind.TEXT))
    assert expression(decided) == And((FEATURED, Not(closed)))


def test_a_condition_may_be_compared_with_another() -> None:
    def either(posting: Posting, wanted: bool) -> bool:
        return posting.is_open == wanted

    found = expression(either)
    wanted = Truth(Parameter(("wanted",), Kind.BOOLEAN))
    is_open = OneOf(STAGE, (Constant("draft", Kind.TEXT), LIVE))
    assert found == Or((And((is_open, wanted)), And((Not(is_open), Not(wanted)))))


def test_the_parameter_with_the_name_of_the_entity_is_the_subject() -> None:
    def alike(other: Posting, posting: Posting) -> bool:
        return posting.title == other.title

    rule = compile_rule(alike, ENTITY)
    assert rule.subject == "posting"
    assert rule.expression == Compare("==", TITLE, Parameter(("other", "title"), Kind.TEXT))


def test_equal_rules_have_equal_expressions() -> None:
    assert expression(visible) == expression(visible)
    assert hash(expression(visible)) == hash(expression(visible))


def refusal(function: Callable[..., Any], entity: Any = ENTITY) -> tuple[str, str, str]:
    with pytest.raises(Faulty) as caught:
        compile_rule(function, entity)
    [fault] = caught.value.faults
    return fault.code, fault.message, fault.hint


def unguarded(posting: Posting) -> bool:
    if posting.featured:
        return False
    return posting.rank > 3  # type: ignore[operator]  # the fault in question


def test_a_fault_names_the_line_its_code_and_the_way_out() -> None:
    with pytest.raises(Faulty) as caught:
        compile_rule(unguarded, ENTITY)
    line = unguarded.__code__.co_firstlineno + 3
    assert str(caught.value) == (
        f"error[rule-none] tests/core/wiring/test_rule.py:{line}\n"
        "  rank may be None, and `>` would fail:"
        " `return posting.rank > 3  # type: ignore[operator]  # the fault in question`\n"
        "  hint: guard it: `x is not None and …`, or leave early: `if x is None: return False`"
    )


def test_a_fault_in_what_a_rule_calls_draws_the_way_to_it() -> None:
    def outer(posting: Posting) -> bool:
        return unguarded(posting)

    with pytest.raises(Faulty) as caught:
        compile_rule(outer, ENTITY)
    assert [step.split(" ")[0].split(".")[-1] for step in caught.value.faults[0].path] == ["outer", "unguarded"]
