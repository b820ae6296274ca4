"""What conditions ask to be equal, so that an index can answer instead of a walk through all entities."""

from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Any

from atomos.core.domain.expression import And, Compare, Constant, Expression, Parameter, Path
from atomos.core.domain.rule import Condition


def equalities(conditions: Iterable[Condition]) -> dict[str, Any]:
    """Values in stored form by path: no entity with another value, or with `None`, meets the conditions."""
    found: dict[str, Any] = {}
    for condition in conditions:
        for comparison in _required(condition.rule.expression):
            found.update(_equality(comparison, condition))
    return found


def _required(expression: Expression) -> Iterator[Compare]:
    """The comparisons that must hold for the expression to hold."""
    if isinstance(expression, And):
        for operand in expression.operands:
            yield from _required(operand)
    elif isinstance(expression, Compare) and expression.operator == "==":
        yield expression


def _equality(comparison: Compare, condition: Condition) -> Iterator[tuple[str, Any]]:
    for path, other in ((comparison.left, comparison.right), (comparison.right, comparison.left)):
        if isinstance(path, Path) and isinstance(other, Constant | Parameter):
            value = _value(other, condition)
            if value is not None:
                yield ".".join(path.steps), value


def _value(operand: Constant | Parameter, condition: Condition) -> Any:
    if isinstance(operand, Constant):
        return operand.value
    name, *steps = operand.steps
    value = condition.values[name]
    for step in steps:
        value = getattr(value, step, None)
    return value.value if isinstance(value, Enum) else value
