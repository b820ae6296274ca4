"""What a piece of a rule's source stands for while the rule is compiled: terms, and choices between them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from atomos.core.domain.entity import EntityType
from atomos.core.domain.expression import Expression, Operand
from atomos.core.wiring.annotation import ValueType
from atomos.core.wiring.rules.logic import NOTHING_KNOWN, Known, choose, known_when


@dataclass(frozen=True, slots=True)
class Given:
    """A Python value that is there already: a constant, an enum class, a module, a function."""

    value: Any


@dataclass(frozen=True, slots=True)
class Value:
    """A value of the entity or of a parameter.

    `operand.nullable` tells whether it may be `None` where it stands, `type.nullable` whether it ever may.
    """

    operand: Operand
    type: ValueType


@dataclass(frozen=True, slots=True)
class Subject:
    """The entity in question."""

    type: EntityType


@dataclass(frozen=True, slots=True)
class Several:
    """A tuple, list or set that the rule writes out."""

    items: "tuple[Term, ...]"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A condition that has become an expression."""

    expression: Expression


Term: TypeAlias = Given | Value | Subject | Several | Verdict


@dataclass(frozen=True, slots=True)
class Branch:
    """One term or another, as a condition decides."""

    condition: Expression
    holds: "Choice"
    fails: "Choice"


Choice: TypeAlias = Term | Branch


def each(choice: Choice, known: Known, then: Callable[[Term, Known], Choice]) -> Choice:
    """What `then` makes of every term, told what is known where the term is chosen."""
    if not isinstance(choice, Branch):
        return then(choice, known)
    return Branch(
        choice.condition,
        each(choice.holds, known | known_when(choice.condition, True), then),
        each(choice.fails, known | known_when(choice.condition, False), then),
    )


def all_of(choices: Sequence[Choice], known: Known, then: Callable[[tuple[Term, ...], Known], Choice]) -> Choice:
    """What `then` makes of every combination of terms."""
    if not choices:
        return then((), known)
    first, *rest = choices
    return each(first, known, lambda term, k: all_of(rest, k, lambda terms, k: then((term, *terms), k)))


def decide(choice: Choice, truth: Callable[[Term, Known], Expression], known: Known = NOTHING_KNOWN) -> Expression:
    """The choice as one condition, where `truth` makes conditions of its terms."""
    if not isinstance(choice, Branch):
        return truth(choice, known)
    return choose(
        choice.condition,
        decide(choice.holds, truth, known | known_when(choice.condition, True)),
        decide(choice.fails, truth, known | known_when(choice.condition, False)),
    )
