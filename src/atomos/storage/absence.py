"""What stands for a value that rows lack, as they were written before its class had the field."""

import dataclasses
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from atomos.core.domain.entity import EntityType
from atomos.core.wiring.annotation import ValueType, hints_of, read_annotation


class Default(NamedTuple):
    """The value at the end of a path, as JSON, where the key at `depth` of it (from 1) is not there."""

    depth: int
    json: str

    @property
    def literal(self) -> str:
        """The JSON as a text of SQL."""
        return "'" + self.json.replace("'", "''") + "'"


def defaults(entity_type: EntityType, steps: tuple[str, ...]) -> tuple[Default, ...]:
    """What Python reads where a key on the path is missing, outermost first; nothing for what it reads as `None`."""
    return tuple(_defaults(entity_type, steps)) if len(steps) > 1 else ()


def _defaults(entity_type: EntityType, steps: tuple[str, ...]) -> Iterator[Default]:
    field = entity_type.field(steps[0])
    value = ValueType(field.annotation, field.kind)
    for depth, step in enumerate(steps[1:], start=1):
        assert value.dataclass is not None, f"the wiring checked {'.'.join(steps)}"
        end = _default_of(value.dataclass, step)
        for inner in steps[depth + 1 :]:
            end = getattr(end, inner, None)
        if end is not None:
            yield Default(depth, msgspec.json.encode(end).decode())
        value = read_annotation(hints_of(value.dataclass)[step])


def _default_of(cls: type, name: str) -> Any:
    declared = next(each for each in dataclasses.fields(cls) if each.name == name)
    if declared.default_factory is not dataclasses.MISSING:
        return declared.default_factory()
    return None if declared.default is dataclasses.MISSING else declared.default
