"""Values on the two sides of a comparison: brought to the same kind, or refused."""

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any

from atomos.core.domain.entity import Kind
from atomos.core.domain.expression import Constant, Lower, Operand, Parameter, Path
from atomos.core.wiring.annotation import SCALARS, Unsupported, ValueType, read_annotation, spelled
from atomos.core.wiring.rules.logic import may_be_none
from atomos.core.wiring.rules.refusal import Refusal
from atomos.core.wiring.rules.term import Given, Several, Subject, Term, Value, Verdict

GUARD = "guard it: `x is not None and …`, or leave early: `if x is None: return False`"


def constant(value: Any) -> Value:
    """A Python value as a constant of the rule, its type that of the value."""
    cls = type(value)
    try:
        type_ = read_annotation(cls)
    except Unsupported:
        raise Refusal("rule-value", f"{_shown(value)} is no value that can be stored", _PLAIN) from None
    stored = value.value if isinstance(value, Enum) else value
    _check(stored, type_.kind)
    return Value(Constant(stored, type_.kind), type_)


def is_plain_type(cls: Any) -> bool:
    """Whether calls of the class make plain values: `Decimal("1.5")`, `Stage("draft")`."""
    return isinstance(cls, type) and cls is not bool and (cls in SCALARS or issubclass(cls, Enum))


def made(cls: Callable[..., Any], positional: Sequence[Term], named: Mapping[str, Term]) -> Given:
    """The constant that a call with constants makes. Raises: Refusal."""
    if not all(isinstance(term, Given) for term in (*positional, *named.values())):
        reason = f"`{cls.__name__}(…)` of a value that is not known before is not compiled"
        raise Refusal("rule-call", reason, "declare the field with the type that you compare")
    values = [term.value for term in positional if isinstance(term, Given)]
    try:
        return Given(cls(*values, **{name: term.value for name, term in named.items() if isinstance(term, Given)}))
    except (TypeError, ValueError, ArithmeticError) as error:
        raise Refusal("rule-call", f"`{cls.__name__}(…)`: {error}", "mend the call") from None


def scalar(term: Term) -> Value:
    """The term as one plain value. Raises: Refusal."""
    match term:
        case Given(value):
            return constant(value)
        case Value(_, type_) if type_.kind is not Kind.NESTED:
            return term
        case Value(_, type_):
            reason = f"{spelled(type_.annotation)} has more than one value"
            raise Refusal("rule-nested", reason, "compare the values inside it: `x.minimum == y.minimum`")
        case Subject():
            raise Refusal("rule-subject", "the entity itself cannot be compared", "compare its id")
        case Several():
            raise Refusal("rule-several", "a written-out collection cannot be compared", "write `x in (…)`")
        case Verdict():
            reason = "a condition stands where a value is expected"
            raise Refusal("rule-condition-as-value", reason, "join conditions with `and`, `or`, `not`")


def present(value: Value, purpose: str) -> Operand:
    """The operand of a value that must not be `None`, as Python itself would fail on it. Raises: Refusal."""
    if may_be_none(value.operand):
        raise Refusal("rule-none", f"{named(value.operand)} may be None, and {purpose} would fail", GUARD)
    return value.operand


def text(term: Term, purpose: str) -> Operand:
    """The operand of a text that is there. Raises: Refusal."""
    value = scalar(term)
    if value.type.kind is not Kind.TEXT or not acts_as_text(value.type):
        reason = f"{named(value.operand)} is {described(value.type)}, and {purpose} needs text"
        raise Refusal("rule-text", reason, "only text has a beginning, an end and parts")
    return present(value, purpose)


def acts_as_text(type_: ValueType) -> bool:
    """Whether values of the type are `str` themselves: a plain enum's members are not."""
    return type_.enum is None or issubclass(type_.enum, str)


def alike(left: Value, right: Value) -> tuple[Value, Value]:
    """Both values in one kind, so that every store compares them as Python does. Raises: Refusal."""
    left, right = _converted(left, right.type.kind), _converted(right, left.type.kind)
    if left.type.kind is not right.type.kind or not _comparable_enums(left.type, right.type):
        one, other = (f"{named(v.operand)} ({described(v.type)})" for v in (left, right))
        raise Refusal("rule-kinds", f"{one} and {other} are of different kinds", _hint(left.type, right.type))
    return left, right


def described(type_: ValueType) -> str:
    """The type in words: `integer`, `Stage`."""
    return type_.enum.__name__ if type_.enum else type_.kind.value


def named(operand: Operand) -> str:
    """The operand as the rule writes it."""
    match operand:
        case Path(steps) | Parameter(steps):
            return ".".join(steps)
        case Lower(inner):
            return f"{named(inner)}.lower()"
        case Constant(value):
            return _shown(value)


def _check(value: Any, kind: Kind) -> None:
    """Refuse what a store would refuse."""
    hint = "such a value is never stored, so nothing can equal it"
    if isinstance(value, float | Decimal) and not math.isfinite(value):
        raise Refusal("rule-value", f"{_shown(value)} is no finite number", hint)
    if kind is Kind.INTEGER and not -(2**63) <= value < 2**63:
        raise Refusal("rule-value", f"{_shown(value)} is beyond 64 bits", hint)
    if isinstance(value, datetime) and value.utcoffset() is None:
        raise Refusal("rule-value", f"{_shown(value)} has no time zone", "write it with `tzinfo=UTC`")
    if _ends_calendar(value):
        raise Refusal("rule-value", f"{_shown(value)} is an end of the calendar", hint)
    if isinstance(value, time) and value.tzinfo is not None:
        raise Refusal("rule-value", f"{_shown(value)} has a time zone", "a time has none; use a datetime")
    if isinstance(value, str) and ("\0" in value or _has_surrogate(value)):
        raise Refusal("rule-value", f"{_shown(value)} is no text that can be stored", hint)


def _ends_calendar(value: Any) -> bool:
    if isinstance(value, datetime):
        return not datetime.min.replace(tzinfo=UTC) < value < datetime.max.replace(tzinfo=UTC)
    return isinstance(value, date) and value in {date.min, date.max}


def _has_surrogate(value: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in value)


def _converted(value: Value, kind: Kind) -> Value:
    """A whole number that a rule spells out is a float or a decimal beside one, where that is exact."""
    operand = value.operand
    if not isinstance(operand, Constant) or value.type.enum or value.type.kind is not Kind.INTEGER:
        return value
    if kind is Kind.DECIMAL:
        return constant(Decimal(operand.value))
    if kind is Kind.FLOAT and float(operand.value) == operand.value:
        return constant(float(operand.value))
    return value


def _comparable_enums(left: ValueType, right: ValueType) -> bool:
    """Members of a plain enum equal only themselves; those of `StrEnum` and `IntEnum` equal their values."""
    enums = [enum for enum in (left.enum, right.enum) if enum is not None]
    if left.enum is right.enum:
        return all(enum.__eq__ in {object.__eq__, str.__eq__, int.__eq__} for enum in enums)
    return all(enum.__eq__ in {str.__eq__, int.__eq__} for enum in enums)


def _hint(left: ValueType, right: ValueType) -> str:
    kinds = {left.kind, right.kind}
    if left.kind is right.kind:
        return "compare members of the same enum, or write `.value`"
    if kinds <= {Kind.INTEGER, Kind.FLOAT, Kind.DECIMAL}:
        return "databases round when they mix kinds of numbers: declare both alike"
    if kinds == {Kind.DATE, Kind.DATETIME}:
        return "declare both as datetime"
    return "values of different kinds are never equal, and Python cannot order them"


def _shown(value: Any) -> str:
    return repr(value)


_PLAIN = f"a rule compares {', '.join(cls.__name__ for cls in SCALARS)} and enums"
