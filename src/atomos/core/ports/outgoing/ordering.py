"""The order of entities as every store must sort them, told in Python: `None` comes last in both directions."""

from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Any, TypeVar

from atomos.core.ports.outgoing.store import Order

T = TypeVar("T")


def value_at(entity: Any, path: str) -> Any:
    """The value at the end of a path, `None` where a step before it is; an enum member gives its value."""
    value = entity
    for step in path.split("."):
        value = getattr(value, step, None)
    return value.value if isinstance(value, Enum) else value


def sort_values(entity: Any, order: Sequence[Order]) -> tuple[Any, ...]:
    """What an entity is sorted by, one value per key."""
    return tuple(value_at(entity, key.path) for key in order)


def in_order(entities: Iterable[T], order: Sequence[Order]) -> list[T]:
    """The entities sorted by all keys."""
    result = list(entities)
    for key in reversed(order):
        present = [entity for entity in result if value_at(entity, key.path) is not None]
        absent = [entity for entity in result if value_at(entity, key.path) is None]
        present.sort(key=lambda entity, path=key.path: value_at(entity, path), reverse=key.descending)  # type: ignore[misc]
        result = present + absent
    return result


def comes_after(values: Sequence[Any], other: Sequence[Any], order: Sequence[Order]) -> bool:
    """Whether sort values stand behind others of the same order."""
    for mine, theirs, key in zip(values, other, order, strict=True):
        if mine == theirs:
            continue
        if mine is None or theirs is None:
            return mine is None
        return bool(mine < theirs) if key.descending else bool(mine > theirs)
    return False
