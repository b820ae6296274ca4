"""Rules as data: the expressions that a store can answer in its own language.

A rule is compiled from its source into these nodes (`core/wiring/rule.py`); a store turns them into its language.
Every node is a value: equal expressions are equal objects, so that a statement can be kept by its expression.
An expression of a rule is two-valued: what may be `None` is compared with `==`, `!=`, `is`, or stands behind a guard.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

from atomos.core.domain.entity import Kind


@dataclass(frozen=True, slots=True)
class Path:
    """A value of the entity in question: a field, or a way into a nested one (`("salary", "minimum")`).

    `kind` and `nullable` are those of the value at the end; `nullable` is true as well if a step before it may be
    `None`.
    """

    steps: tuple[str, ...]
    kind: Kind
    nullable: bool = False


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that the rule spells out, already in stored form (an enum member is its value)."""

    value: Any
    kind: Kind | None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that comes with each question: another parameter of the rule, or a way into it.

    `steps` leads from the parameter named first to the value: `("actor", "organisation_id")`.
    """

    steps: tuple[str, ...]
    kind: Kind | None
    nullable: bool = False


@dataclass(frozen=True, slots=True)
class Lower:
    """Text in lower case, for all of Unicode, as `str.lower` does it."""

    operand: "Operand"


@dataclass(frozen=True, slots=True)
class Compare:
    """`==`, `!=`, `<`, `<=`, `>` or `>=`; the first two treat `None` as a value like any other."""

    operator: str
    left: "Operand"
    right: "Operand"


@dataclass(frozen=True, slots=True)
class IsNone:
    """Whether the value is absent."""

    operand: "Operand"


@dataclass(frozen=True, slots=True)
class OneOf:
    """Whether the value equals one of several: of constants, or of a parameter that holds a collection."""

    operand: "Operand"
    choices: "tuple[Operand, ...] | Parameter"


@dataclass(frozen=True, slots=True)
class Contains:
    """Whether a text holds another (`kind` TEXT), or a nested list holds a value (`kind` NESTED)."""

    container: "Operand"
    item: "Operand"
    kind: Kind


@dataclass(frozen=True, slots=True)
class StartsWith:
    """Whether a text begins with another."""

    text: "Operand"
    prefix: "Operand"


@dataclass(frozen=True, slots=True)
class EndsWith:
    """Whether a text ends with another."""

    text: "Operand"
    suffix: "Operand"


@dataclass(frozen=True, slots=True)
class Truth:
    """A boolean value (a path, a parameter or a constant) standing as a condition."""

    operand: "Operand"


@dataclass(frozen=True, slots=True)
class And:
    """All of them."""

    operands: "tuple[Expression, ...]"


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of them."""

    operands: "tuple[Expression, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    operand: "Expression"


Operand: TypeAlias = Path | Constant | Parameter | Lower
Expression: TypeAlias = Compare | IsNone | OneOf | Contains | StartsWith | EndsWith | Truth | And | Or | Not
