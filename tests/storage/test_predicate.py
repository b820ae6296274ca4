"""The SQL that rules and orders become, and what its placeholders stand for."""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from uuid import UUID

import pytest

from atomos.core.domain.entity import Kind
from atomos.core.domain.errors import Invalid
from atomos.core.domain.expression import Compare, Contains, Parameter, Path
from atomos.core.wiring.entity import read_entity
from atomos.core.wiring.rule import compile_rule
from atomos.storage.sql.predicate import (
    Predicate,
    Sortable,
    compile_condition,
    compile_order,
    placeholder,
    register,
)
from atomos.storage.values import Dialect


class Stage(Enum):
    DRAFT = "draft"
    LIVE = "live"


@dataclass(frozen=True)
class Salary:
    minimum: int
    rate: float
    amount: Decimal
    since: datetime | None
    words: tuple[str, ...]


@dataclass
class Posting:
    id: UUID
    title: str
    stage: Stage
    price: Decimal
    featured: bool
    closes_at: datetime | None
    owner_id: UUID | None
    words: list[str]
    moments: list[datetime]
    salary: Salary | None


@dataclass(frozen=True)
class Actor:
    id: UUID
    stages: tuple[Stage, ...]
    boss: "Actor | None"


ENTITY = read_entity(Posting)
KEY = UUID("00000000-0000-4000-8000-000000000001")
NOW = datetime(2020, 1, 1, tzinfo=UTC)


def visible(posting: Posting, now: datetime) -> bool:
    return posting.stage is Stage.LIVE and (posting.closes_at is None or posting.closes_at > now)


def owned(posting: Posting, actor: Actor) -> bool:
    return posting.owner_id == actor.id


def staged(posting: Posting, actor: Actor) -> bool:
    return posting.stage in actor.stages


def led(posting: Posting, actor: Actor) -> bool:
    return actor.boss is not None and posting.owner_id == actor.boss.id


def cheap(posting: Posting) -> bool:
    return posting.price < 10 and not posting.featured


def searched(posting: Posting, query: str) -> bool:
    return query.lower() in posting.title.lower() and query in posting.words


def paid(posting: Posting) -> bool:
    return posting.salary is not None and posting.salary.minimum >= 1000 and posting.salary.rate == 1.5


def ended(posting: Posting, ending: str) -> bool:
    return posting.title.startswith(ending) or posting.title.endswith(ending)


def met(posting: Posting, now: datetime) -> bool:
    return now in posting.moments


def predicate(rule: object, dialect: Dialect, first: int = 1) -> Predicate:
    return compile_condition(compile_rule(rule, ENTITY).expression, ENTITY, dialect, first)  # type: ignore[arg-type]  # one of the above


@pytest.mark.parametrize(
    ("rule", "sqlite", "postgres"),
    [
        (
            visible,
            '(("stage" = ?) AND (("closes_at" IS NULL) OR ("closes_at" > ?)))',
            '(("stage" = $1::text) AND (("closes_at" IS NULL) OR ("closes_at" > $2::timestamptz)))',
        ),
        (
            owned,
            '("owner_id" IS NOT NULL AND "owner_id" = ?)',
            '("owner_id" IS NOT NULL AND "owner_id" = $1::uuid)',
        ),
        (staged, '("stage" IN (SELECT value FROM json_each(?)))', '("stage" = ANY($1::text[]))'),
        (
            cheap,
            '(("price" COLLATE atomos_decimal < ?) AND (NOT ("featured")))',
            '(("price" < $1::numeric) AND (NOT ("featured")))',
        ),
        (
            searched,
            (
                '((instr(atomos_lower("title"), atomos_lower(?)) > 0) AND (? IN (SELECT each.value'
                ' FROM json_each("postings"."words") AS each WHERE each.value IS NOT NULL)))'
            ),
            (
                '((strpos((lower("title" COLLATE "und-x-icu") COLLATE "C"),'
                ' (lower($1::text COLLATE "und-x-icu") COLLATE "C")) > 0)'
                ' AND ("postings"."words" @> to_jsonb($1::text)))'
            ),
        ),
        (
            paid,
            (
                '((NOT ("salary" IS NULL)) AND (json_extract("salary", \'$.minimum\') >= 1000)'
                " AND (atomos_float_at(\"salary\", '$.rate') = ?))"
            ),
            (
                '((NOT ("salary" IS NULL)) AND ((("salary" #>> \'{minimum}\'))::bigint >= 1000)'
                " AND (((\"salary\" #>> '{rate}'))::double precision = $1::double precision))"
            ),
        ),
        (
            ended,
            '((instr("title", ?) = 1) OR (atomos_ends("title", ?)))',
            '((starts_with("title", $1::text)) OR (right("title", length($1::text)) = $1::text))',
        ),
        (
            met,
            (
                '(? IN (SELECT atomos_instant(each.value) FROM json_each("postings"."moments") AS each'
                " WHERE each.value IS NOT NULL))"
            ),
            (
                '(EXISTS (SELECT FROM jsonb_array_elements_text(nullif("postings"."moments", \'null\')) AS each(item)'
                " WHERE (each.item)::timestamptz = $1::timestamptz))"
            ),
        ),
    ],
)
def test_a_rule_in_the_language_of_each_database(rule: object, sqlite: str, postgres: str) -> None:
    assert predicate(rule, Dialect.SQLITE).sql == sqlite
    assert predicate(rule, Dialect.POSTGRES).sql == postgres


def test_values_come_in_the_order_of_the_placeholders_and_as_the_database_takes_them() -> None:
    given = {"now": NOW}
    assert predicate(visible, Dialect.SQLITE).values(given) == ["live", "2020-01-01T00:00:00.000000+00:00"]
    assert predicate(visible, Dialect.POSTGRES).values(given) == ["live", NOW]


def test_members_and_collections_are_bound_by_their_values() -> None:
    given = {"actor": Actor(KEY, (Stage.DRAFT, Stage.LIVE), None)}
    assert predicate(staged, Dialect.SQLITE).values(given) == ['["draft","live"]']
    assert predicate(staged, Dialect.POSTGRES).values(given) == [["draft", "live"]]


def test_what_lies_behind_an_absent_parameter_is_absent() -> None:
    given = {"actor": Actor(KEY, (), None)}
    assert predicate(led, Dialect.POSTGRES).values(given) == [True, None]


def test_placeholders_may_count_from_any_number() -> None:
    assert "$5" in predicate(owned, Dialect.POSTGRES, first=5).sql


def test_a_value_that_is_never_stored_is_refused_by_name() -> None:
    with pytest.raises(Invalid, match="now: must be an aware datetime"):
        predicate(visible, Dialect.POSTGRES).values({"now": NOW.replace(tzinfo=None)})


def test_two_values_that_may_both_be_absent_are_equal_then() -> None:
    both = Compare("==", Path(("owner_id",), Kind.UUID, True), Parameter(("value",), Kind.UUID, True))
    assert compile_condition(both, ENTITY, Dialect.SQLITE).sql == '("owner_id" IS ?)'
    assert compile_condition(both, ENTITY, Dialect.POSTGRES).sql == (
        '(("owner_id" IS NOT NULL AND $1::uuid IS NOT NULL AND "owner_id" = $1::uuid)'
        ' OR ("owner_id" IS NULL AND $1::uuid IS NULL))'
    )


def test_a_parameter_without_a_kind_takes_that_of_the_list() -> None:
    contains = Contains(Path(("moments",), Kind.NESTED), Parameter(("value",), None), Kind.NESTED)
    found = compile_condition(contains, ENTITY, Dialect.SQLITE)
    assert found.values({"value": NOW}) == ["2020-01-01T00:00:00.000000+00:00"]


def test_orders_follow_paths() -> None:
    text = "(\"salary\" #>> '{amount}')"
    assert compile_order("title", ENTITY, Dialect.SQLITE) == Sortable('"title"', Kind.TEXT, nullable=False)
    assert compile_order("salary.amount", ENTITY, Dialect.POSTGRES) == Sortable(
        f"({text})::numeric", Kind.DECIMAL, nullable=True
    )
    assert compile_order("salary.amount", ENTITY, Dialect.SQLITE) == Sortable(
        "json_extract(\"salary\", '$.amount') COLLATE atomos_decimal", Kind.DECIMAL, nullable=True
    )


@pytest.mark.parametrize("path", ["titel", "salary", "salary.maximum", "words"])
def test_an_order_by_no_plain_value_is_refused(path: str) -> None:
    with pytest.raises(KeyError):
        compile_order(path, ENTITY, Dialect.SQLITE)


def test_placeholders_bear_the_type_where_the_language_needs_it() -> None:
    assert placeholder(2, Kind.UUID, Dialect.SQLITE) == "?"
    assert placeholder(2, Kind.DURATION, Dialect.POSTGRES) == "$2::bigint"


def test_sqlite_learns_what_it_lacks() -> None:
    connection = sqlite3.connect(":memory:")
    register(connection)
    found = connection.execute(
        "SELECT atomos_lower('ÀΣ'), atomos_duration('-PT1S'), atomos_duration('P200000000D'), atomos_instant(NULL),"
        " '1.50' = '1.5' COLLATE atomos_decimal, '9' < '10' COLLATE atomos_decimal",
    ).fetchone()
    assert found == ("àς", -1_000_000, 2**63 - 1, None, 1, 1)
    connection.close()
