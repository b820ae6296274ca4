"""Reading a dataclass into an entity type."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal, NewType
from uuid import UUID

import pytest

from atomos.core.domain.entity import Field, Index, Kind
from atomos.core.wiring.entity import follow, read_entity
from atomos.core.wiring.fault import Fault, Faulty

Slug = NewType("Slug", str)


class Stage(Enum):
    DRAFT = "draft"
    LIVE = "live"


class Priority(Enum):
    LOW = 1
    HIGH = 2


class Mixed(Enum):
    ONE = 1
    TWO = "two"


@dataclass(frozen=True)
class Money:
    amount: Decimal
    currency: str | None = None


@dataclass(frozen=True)
class Salary:
    minimum: Money
    maximum: Money | None = None
    notes: tuple[str, ...] = ()


@dataclass
class Draft:
    text: str


@dataclass(frozen=True)
class Remote:
    countries: list[str]


@dataclass
class Posting:
    id: UUID
    slug: Slug
    title: Annotated[str, "at most 80"]
    created_at: datetime
    stage: Stage = Stage.DRAFT
    priority: Priority | None = None
    language: Literal["en", "de"] = "en"
    salary: Salary | None = None
    tags: list[str] = field(default_factory=list)
    pair: tuple[int, str] = (1, "x")
    draft: Draft | None = None
    place: Remote | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    events: list[object] = field(default_factory=list)


@dataclass
class Employee:
    id: int
    name: str


@dataclass
class Manager(Employee):
    level: int = 1
    events: list[object] = field(default_factory=list)


def faults_of(cls: type, **options: Any) -> list[Fault]:
    with pytest.raises(Faulty) as caught:
        read_entity(cls, **options)
    return list(caught.value.faults)


def test_names_come_from_the_class() -> None:
    entity = read_entity(Posting)
    assert (entity.name, entity.collection, entity.variants) == ("posting", "postings", {"Posting": Posting})


def test_each_annotation_has_its_kind() -> None:
    kinds = {f.name: f.kind for f in read_entity(Posting).fields}
    assert kinds == {
        "id": Kind.UUID,
        "slug": Kind.TEXT,
        "title": Kind.TEXT,
        "created_at": Kind.DATETIME,
        "stage": Kind.TEXT,
        "priority": Kind.INTEGER,
        "language": Kind.TEXT,
        "salary": Kind.NESTED,
        "tags": Kind.NESTED,
        "pair": Kind.NESTED,
        "draft": Kind.NESTED,
        "place": Kind.NESTED,
        "extra": Kind.NESTED,
    }


def test_an_optional_enum_keeps_its_class_and_may_be_absent() -> None:
    expected = Field("priority", Priority, Kind.INTEGER, nullable=True, enum=Priority, default=None)
    assert read_entity(Posting).field("priority") == expected


def test_only_what_can_change_in_place_is_mutable() -> None:
    assert {f.name for f in read_entity(Posting).fields if f.mutable} == {"tags", "draft", "place", "extra"}


def test_defaults_of_the_dataclass_are_kept() -> None:
    entity = read_entity(Posting)
    assert entity.field("title").default is ...
    assert entity.field("stage").default is Stage.DRAFT
    assert entity.field("tags").default == []


def test_an_events_list_is_not_stored() -> None:
    entity = read_entity(Posting)
    assert entity.collecting == {Posting}
    assert "events" not in {f.name for f in entity.fields}
    assert not read_entity(Employee).collecting


def test_a_state_restores_an_equal_entity() -> None:
    entity = read_entity(Employee)
    employee = Employee(1, "Ada")
    assert entity.restore(Employee, entity.state(employee)) == employee


def test_variants_share_fields_and_what_one_lacks_is_nullable() -> None:
    entity = read_entity(Employee, variants=[Manager])
    assert entity.variants == {"Employee": Employee, "Manager": Manager}
    assert entity.field("level").nullable
    assert not entity.field("name").nullable
    assert entity.state(Employee(1, "Ada")) == (1, "Ada", None)
    assert entity.restore(Manager, (1, "Ada", 3)) == Manager(1, "Ada", 3)


def test_a_field_is_nullable_for_all_if_it_is_for_one_of_the_variants() -> None:
    @dataclass
    class Nameless(Employee):
        name: str | None = None  # type: ignore[assignment]  # a wider type than that of the base

    entity = read_entity(Employee, variants=[Nameless])
    assert entity.field("name").nullable
    assert not entity.variant_fields[Employee]["name"].nullable


def test_only_the_variants_that_collect_events_get_a_list_of_them() -> None:
    entity = read_entity(Employee, variants=[Manager])
    assert entity.collecting == {Manager}
    assert vars(entity.restore(Employee, (1, "Ada", None))) == {"id": 1, "name": "Ada"}
    assert entity.restore(Manager, (1, "Ada", 3)).events == []


def test_indexes_take_fields_and_paths_alone_or_together() -> None:
    entity = read_entity(Posting, unique=["slug"], indexes=["salary.minimum.amount", ("stage", "created_at")])
    assert entity.indexes == (
        Index(("slug",), unique=True),
        Index(("salary.minimum.amount",)),
        Index(("stage", "created_at")),
    )


def test_a_path_is_nullable_if_a_step_of_it_is() -> None:
    fields = {f.name: f for f in read_entity(Posting).fields}
    end = follow(fields, "salary.minimum.amount")
    assert end is not None
    assert (end.kind, end.nullable) == (Kind.DECIMAL, True)


def test_every_fault_of_what_was_declared_is_reported_together() -> None:
    found = faults_of(Posting, unique=["slgu"], indexes=["salary", "salary.top"], references={"author_id": Employee})
    assert [(f.code, f.message) for f in found] == [
        ("entity-index", "index of Posting: slgu is no field of it, nor a path to one"),
        ("entity-index", "index of Posting: salary holds more than one value"),
        ("entity-index", "index of Posting: salary.top is no field of it, nor a path to one"),
        ("entity-reference", "reference of Posting: author_id is no field of it, nor a path to one"),
    ]


def test_a_time_inside_a_nested_value_is_not_indexed() -> None:
    @dataclass(frozen=True)
    class Window:
        opens_at: datetime
        day: date
        hour: time
        length: timedelta

    @dataclass
    class Gate:
        id: UUID
        window: Window
        opened_at: datetime

    inside = [f"window.{name}" for name in ("opens_at", "day", "hour", "length")]
    found = faults_of(Gate, indexes=[*inside, "opened_at"])
    kinds = ("datetime", "date", "time", "duration")
    assert [f.message.removeprefix(f"index of {Gate.__qualname__}: ") for f in found] == [
        f"{path} is a {kind} inside a nested value" for path, kind in zip(inside, kinds, strict=True)
    ]


def test_unsupported_annotations_are_named_together() -> None:
    @dataclass
    class Odd:
        id: UUID
        handle: complex
        words: list[bytearray]
        either: str | int
        mixed: Mixed
        sequence: Sequence[str]
        _version: int

    found = faults_of(Odd)
    assert [f.message.removeprefix(Odd.__qualname__) for f in found] == [
        ".handle: complex: complex cannot be stored",
        ".words: list[bytearray]: bytearray cannot be stored",
        ".either: str | int: str | int cannot be stored",
        ".mixed: Mixed: Mixed cannot be stored",
        ".sequence: Sequence[str]: Sequence[str] cannot be stored",
        "._version: atomos keeps a column of that name for itself",
    ]
    assert re.search(r"test_entity\.py:\d+$", found[0].place)


def test_types_that_look_alike_in_json_are_no_alternatives() -> None:
    @dataclass
    class Odd:
        id: UUID
        place: Salary | Remote | None
        places: list[Salary | dict[str, str]]
        moments: dict[str, UUID | datetime | None]
        numbers: list[int | float | str | None]

    found = faults_of(Odd)
    assert [f.message.removeprefix(f"{Odd.__qualname__}.").partition(":")[0] for f in found] == [
        "place",
        "places",
        "moments",
    ]
    assert all(f.message.endswith("cannot be stored: in JSON its types cannot be told apart") for f in found)


def test_a_class_that_is_no_entity_is_refused() -> None:
    class Plain:
        id: int

    @dataclass
    class Nameless:
        name: str

    @dataclass
    class Unsure:
        id: int | None

    assert [f.code for f in faults_of(Plain)] == ["entity-not-a-dataclass"]
    assert [f.code for f in faults_of(Money)] == ["entity-frozen"]
    assert [f.code for f in faults_of(Nameless)] == ["entity-without-id"]
    assert [f.code for f in faults_of(Unsure)] == ["entity-id"]
    assert [f.code for f in faults_of(Employee, variants=[Posting])] == ["entity-variant"]


def test_a_name_that_cannot_be_found_is_a_fault() -> None:
    @dataclass
    class Lost:
        id: UUID
        owner: "Nobody"  # type: ignore[name-defined]  # noqa: F821 - the fault in question

    assert [f.hint for f in faults_of(Lost)] == ["define or import Nobody at the top of the module"]


def test_a_recursive_value_object_is_read() -> None:
    entity = read_entity(Thread)
    assert entity.field("root").mutable is False


@dataclass(frozen=True)
class Message:
    text: str
    replies: "tuple[Message, ...]" = ()


@dataclass
class Thread:
    id: int
    root: Message
