"""Conditions put together, and what is known to be there where one of them holds or fails."""

from collections.abc import Iterable
from typing import Final, TypeAlias

from atomos.core.domain.entity import Kind
from atomos.core.domain.expression import (
    And,
    Compare,
    Constant,
    Expression,
    IsNone,
    Not,
    OneOf,
    Operand,
    Or,
    Parameter,
    Path,
    Truth,
)

Place: TypeAlias = tuple[type, tuple[str, ...]]
"""Where a value is read: a path of the entity, or of a parameter."""

Known: TypeAlias = frozenset[Place]
"""The places that are not `None`."""

NOTHING_KNOWN: Final[Known] = frozenset()
TRUE: Final = Truth(Constant(True, Kind.BOOLEAN))
FALSE: Final = Truth(Constant(False, Kind.BOOLEAN))


def verdict(value: bool) -> Expression:
    """The condition that always, or never, holds."""
    return TRUE if value else FALSE


def conjunction(operands: Iterable[Expression]) -> Expression:
    """All of them, without what decides nothing."""
    kept = _flat(operands, And, TRUE)
    if FALSE in kept:
        return FALSE
    return kept[0] if len(kept) == 1 else And(kept) if kept else TRUE


def disjunction(operands: Iterable[Expression]) -> Expression:
    """At least one of them, without what decides nothing."""
    kept = _flat(operands, Or, FALSE)
    if TRUE in kept:
        return TRUE
    return kept[0] if len(kept) == 1 else Or(kept) if kept else FALSE


def negation(operand: Expression) -> Expression:
    """The opposite, without doubling."""
    if operand in {TRUE, FALSE}:
        return verdict(operand == FALSE)
    return operand.operand if isinstance(operand, Not) else Not(operand)


def choose(condition: Expression, holds: Expression, fails: Expression) -> Expression:
    """`holds if condition else fails`, in the simplest form that evaluates neither out of its turn."""
    if holds == FALSE:
        return conjunction([negation(condition), fails])
    if fails == FALSE:
        return conjunction([condition, holds])
    if holds == TRUE:
        return disjunction([condition, fails])
    if fails == TRUE:
        return disjunction([negation(condition), holds])
    return disjunction([conjunction([condition, holds]), conjunction([negation(condition), fails])])


def known_when(condition: Expression, holds: bool) -> Known:
    """The places that are there whenever the condition holds, or whenever it fails."""
    match condition:
        case Not(operand):
            return known_when(operand, not holds)
        case And(operands) | Or(operands):
            parts = [known_when(operand, holds) for operand in operands]
            together = isinstance(condition, And) == holds
            return frozenset[Place]().union(*parts) if together else frozenset.intersection(*parts)
        case IsNone(operand) if not holds:
            return _places(operand)
        case Compare("==", left, right) if holds:
            return _equal_places(left, right)
        case Compare("!=", left, right) if not holds:
            return _equal_places(left, right)
        case OneOf(operand, choices) if holds:
            certain = isinstance(choices, Parameter) or not any(map(may_be_none, choices))
            return _places(operand) if certain else NOTHING_KNOWN
        case _:
            return NOTHING_KNOWN


def is_known(operand: Operand, known: Known) -> bool:
    """Whether the value, or one that is reached through it, is known to be there."""
    places = _places(operand)
    return any(kind is own and steps[: len(way)] == way for own, way in places for kind, steps in known)


def may_be_none(operand: Operand) -> bool:
    """Whether the value, where it stands, may be absent."""
    return isinstance(operand, Path | Parameter) and operand.nullable


def _flat(operands: Iterable[Expression], group: type[And | Or], neutral: Expression) -> tuple[Expression, ...]:
    kept: list[Expression] = []
    for operand in operands:
        kept += operand.operands if isinstance(operand, group) else [operand]
    return tuple(operand for operand in dict.fromkeys(kept) if operand != neutral)


def _places(operand: Operand) -> Known:
    return frozenset({(type(operand), operand.steps)}) if isinstance(operand, Path | Parameter) else NOTHING_KNOWN


def _equal_places(left: Operand, right: Operand) -> Known:
    """What equals a value that is there is there as well."""
    sides = ((left, right), (right, left))
    return NOTHING_KNOWN.union(*(_places(one) for one, other in sides if not may_be_none(other)))
