"""Constraints on values, as `annotated_types` writes them, and those that msgspec does not know how to hold."""

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta

DECIMAL: Final = (
    Annotated[
        str,
        Meta(
            pattern=r"^[+-]?([0-9]{1,40}(\.[0-9]{0,40})?|\.[0-9]{1,40})([eE][+-]?[0-9]{1,2})?$",
            extra_json_schema={"format": "decimal"},
        ),
    ]
    | int
    | float
)
"""A finite decimal: as text, so that no digit is lost, or as a number."""

UNKNOWN_TO_MSGSPEC: Final = frozenset({Decimal, date, datetime, time, timedelta})
"""The types whose bounds msgspec does not check."""

CONSTRAINTS: Final[dict[str, tuple[str, Callable[[Any, Any], bool]]]] = {
    "ge": (">=", operator.ge),
    "gt": (">", operator.gt),
    "le": ("<=", operator.le),
    "lt": ("<", operator.lt),
    "multiple_of": ("a multiple of", lambda value, factor: value % factor == 0),
    "min_length": ("of length >=", lambda value, length: len(value) >= length),
    "max_length": ("of length <=", lambda value, length: len(value) <= length),
}


def constraints_of(metadata: Iterable[Any]) -> dict[str, Any]:
    """The constraints that `annotated_types` objects carry, read by attribute so that the package may be lacking."""
    return {
        name: value
        for item in metadata
        if not isinstance(item, Meta)
        for name in CONSTRAINTS
        if (value := getattr(item, name, None)) is not None
    }


@dataclass(frozen=True, slots=True)
class Constrained:
    """A type with bounds that are checked here. `wire` is what JSON holds, `target` the type of the value."""

    wire: Any
    target: Any
    bounds: Mapping[str, Any]

    def check(self, value: Any) -> None:
        """Raises: ValueError."""
        msgspec.convert(value, self.wire)
        converted = msgspec.convert(value, self.target)
        for name, bound in self.bounds.items():
            words, holds = CONSTRAINTS[name]
            if not holds(converted, bound):
                raise ValueError(f"Expected a value {words} {bound}")

    def schema(self) -> dict[str, Any]:
        """The schema of what JSON holds, with the bounds in words: JSON Schema has none for texts."""
        words = " and ".join(f"{CONSTRAINTS[name][0]} {bound}" for name, bound in self.bounds.items())
        return {**msgspec.json.schema(self.wire), "description": words}
