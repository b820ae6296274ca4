"""Rules made of one comparison: what `find(status=…)` and the filters of a list come to."""

import operator
from collections.abc import Callable
from dataclasses import replace
from enum import Enum
from typing import Any, Final

from atomos.core.domain.entity import Kind
from atomos.core.domain.expression import (
    And,
    Compare,
    Contains,
    Expression,
    IsNone,
    Not,
    OneOf,
    Parameter,
    Path,
    StartsWith,
)
from atomos.core.domain.rule import Condition, Rule
from atomos.core.ports.outgoing.ordering import value_at

_VALUE: Final = "value"
_ANSWERS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": lambda found, value: found in value,
    "contains": lambda found, value: value in found,
    "startswith": lambda found, value: found.startswith(value),
}
OPERATORS: Final = tuple(_ANSWERS)


def comparison(path: Path, symbol: str) -> Rule:
    """The rule `path symbol value`; where the path may be absent, an absent value meets only `==` and `!=`."""
    answer, dotted = _ANSWERS[symbol], ".".join(path.steps)
    guarded = path.nullable and symbol not in ("==", "!=")

    def holds(entity: Any, value: Any) -> bool:
        found = value_at(entity, dotted)
        return (found is not None or not guarded) and answer(found, value)

    expression = _expression(replace(path, nullable=False) if guarded else path, symbol)
    if guarded:
        expression = And((Not(IsNone(path)), expression))
    return Rule(holds, "entity", (_VALUE,), expression, f"{dotted} {symbol} value")


def compared(rule: Rule, value: Any) -> Condition:
    """A comparison with its value; members of an enum are compared by their values."""
    if isinstance(value, (list, tuple, set, frozenset)):
        return Condition(rule, {_VALUE: [_plain(item) for item in value]})
    return Condition(rule, {_VALUE: _plain(value)})


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def _expression(path: Path, symbol: str) -> Expression:
    if symbol == "in":
        return OneOf(path, Parameter((_VALUE,), path.kind))
    if symbol == "contains":
        return Contains(path, Parameter((_VALUE,), Kind.TEXT if path.kind is Kind.TEXT else None), path.kind)
    if symbol == "startswith":
        return StartsWith(path, Parameter((_VALUE,), Kind.TEXT))
    return Compare(symbol, path, Parameter((_VALUE,), path.kind, nullable=symbol in ("==", "!=")))
