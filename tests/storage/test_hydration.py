"""From row to entity and back."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import pytest

from atomos.core.domain.errors import Invalid
from atomos.core.wiring.entity import read_entity
from atomos.storage.hydration import compile_dump, compile_load, loaded_columns
from atomos.storage.values import Dialect


@dataclass
class Shape:
    id: UUID
    name: str
    events: list[object] = field(default_factory=list)

    def __post_init__(self) -> None:
        raise AssertionError("entities are made from rows without it")


@dataclass
class Circle(Shape):
    radius: float = 1.0


@dataclass
class Event:
    id: UUID
    at: datetime


def made(cls: type[Shape], **values: object) -> Shape:
    shape = object.__new__(cls)
    for name, value in ({"events": []} | values).items():
        setattr(shape, name, value)
    return shape


SHAPE = read_entity(Shape, variants=[Circle])
EVENT = read_entity(Event)


@pytest.mark.parametrize("dialect", Dialect)
def test_an_entity_comes_back_without_its_init_and_with_empty_events(dialect: Dialect) -> None:
    circle = made(Circle, id=UUID(int=1), name="round", radius=2.5, events=["drawn"])
    columns = ("id", "name", "radius", "_type")
    stored = dict(zip(columns, compile_dump(SHAPE, columns, dialect)(circle), strict=True))
    kept = compile_load(SHAPE, dialect)([stored.get(name, 7) for name in loaded_columns(SHAPE)])
    assert (type(kept.entity), kept.version) == (Circle, 7)
    assert vars(kept.entity) == vars(circle) | {"events": []}


def test_a_variant_without_a_field_leaves_its_column_empty() -> None:
    shape = made(Shape, id=UUID(int=1), name="plain")
    assert compile_dump(SHAPE, ("name", "radius", "_type"), Dialect.POSTGRES)(shape) == ("plain", None, "Shape")
    kept = compile_load(SHAPE, Dialect.POSTGRES)([1, "Shape", UUID(int=1), "plain", None])
    assert not hasattr(kept.entity, "radius")


def test_a_class_that_is_no_variant_is_refused() -> None:
    class Square(Shape):
        pass

    with pytest.raises(Invalid, match=r"^Square is no variant of Shape: Circle, Shape$"):
        compile_dump(SHAPE, ("_type",), Dialect.SQLITE)(made(Square, id=UUID(int=1), name="edgy"))


def test_a_failing_dump_names_the_field_and_the_code_stands_in_tracebacks() -> None:
    with pytest.raises(Invalid, match=r"^at: must be an aware datetime; this one has no time zone$"):
        compile_dump(EVENT, ("at",), Dialect.SQLITE)(Event(UUID(int=1), datetime(2026, 5, 1)))  # noqa: DTZ001
    with pytest.raises(ValueError, match="not enough values to unpack") as torn:
        compile_load(EVENT, Dialect.SQLITE)([1])
    assert str(torn.traceback[-1].statement).strip() == "(version, v_id, v_at,) = row"
