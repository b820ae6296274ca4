"""What operators and text methods make of terms."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import Enum
from typing import Any

from atomos.core.domain.entity import Kind
from atomos.core.domain.expression import (
    Compare,
    Contains,
    EndsWith,
    Expression,
    IsNone,
    Lower,
    OneOf,
    Parameter,
    Path,
    StartsWith,
    Truth,
)
from atomos.core.wiring.annotation import ValueType
from atomos.core.wiring.rules.logic import (
    NOTHING_KNOWN,
    Known,
    choose,
    disjunction,
    is_known,
    may_be_none,
    negation,
    verdict,
)
from atomos.core.wiring.rules.refusal import Refusal
from atomos.core.wiring.rules.term import Given, Several, Subject, Term, Value, Verdict
from atomos.core.wiring.rules.value import (
    GUARD,
    acts_as_text,
    alike,
    constant,
    described,
    named,
    present,
    scalar,
    text,
)

_ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def truth(term: Term, known: Known = NOTHING_KNOWN) -> Expression:
    """The term as a condition. Raises: Refusal."""
    match here(term, known):
        case Verdict(expression):
            return expression
        case Given(bool(value)):
            return verdict(value)
        case Value(_, ValueType(kind=Kind.BOOLEAN)) as value:
            return Truth(present(value, "a condition on it"))
    raise Refusal("rule-truth", f"{_spoken(term)} is no bool", _truth_hint(term))


def here(term: Term, known: Known) -> Term:
    """The term with what is known where it stands."""
    match term:
        case Several(items):
            return Several(tuple(here(item, known) for item in items))
        case Value(Path() | Parameter() as operand, _) if operand.nullable and is_known(operand, known):
            return replace(term, operand=replace(operand, nullable=False))
    return term


def compare(symbol: str, left: Term, right: Term) -> Expression:
    """`left symbol right`, where the terms stand. Raises: Refusal."""
    if symbol in _NEGATED:
        return negation(compare(_NEGATED[symbol], left, right))
    if symbol == "in":
        return _member(left, right)
    if symbol in {"==", "is"}:
        return _equal(symbol, left, right)
    if isinstance(left, Given) and isinstance(right, Given):
        return verdict(_folded(_ORDERS[symbol], left.value, right.value))
    sides = alike(scalar(left), scalar(right))
    for value in sides:
        if value.type.enum and not _ordered_by_value(value.type.enum):
            reason = f"members of {value.type.enum.__name__} have no order"
            raise Refusal("rule-order", reason, "name the ones that you mean: `x in (…)`")
    one, other = (present(value, f"`{symbol}`") for value in sides)
    return Compare(symbol, one, other)


def is_text(term: Term) -> bool:
    """Whether the methods of `str` apply."""
    match term:
        case Given(value):
            return isinstance(value, str)
        case Value(_, type_):
            return type_.kind is Kind.TEXT and acts_as_text(type_)
    return False


def text_method(owner: Term, name: str, arguments: tuple[Term, ...]) -> Term:
    """`owner.name(*arguments)`, where the owner is text. Raises: Refusal."""
    if name not in {"lower", *_TEXT_TESTS} or len(arguments) != (name != "lower"):
        raise Refusal("rule-call", f"`.{name}(…)` of text is not known to every store", _TEXT_METHODS)
    purpose = f"`.{name}(…)`"
    if name == "lower":
        return Given(owner.value.lower()) if isinstance(owner, Given) else Value(Lower(text(owner, purpose)), _TEXT)
    node, whole = _TEXT_TESTS[name], text(owner, purpose)
    return Verdict(disjunction(node(whole, text(part, purpose)) for part in _alternatives(arguments[0])))


def _equal(symbol: str, left: Term, right: Term) -> Expression:
    for one, other in ((left, right), (right, left)):
        if one == Given(None):
            return _absent(other)
    if isinstance(left, Verdict) or isinstance(right, Verdict):
        holds, other_holds = truth(left), truth(right)
        return choose(holds, other_holds, negation(other_holds))
    if isinstance(left, Given) and isinstance(right, Given):
        return verdict(left.value is right.value if symbol == "is" else _folded(operator.eq, left.value, right.value))
    one, other = alike(scalar(left), scalar(right))
    if symbol == "is" and not (one.type.enum or one.type.kind is Kind.BOOLEAN):
        reason = "`is` compares objects, and a store has only values"
        raise Refusal("rule-is", reason, "write `==`; `is` is for None, True, False and enums")
    return Compare("==", one.operand, other.operand)


def _absent(term: Term) -> Expression:
    match term:
        case Value(Path() | Parameter() as operand):
            return IsNone(operand) if operand.nullable else verdict(False)
        case Given(value):
            return verdict(value is None)
    return verdict(False)


def _member(item: Term, container: Term) -> Expression:
    match container:
        case Given(values) if isinstance(item, Given):
            return verdict(_folded(operator.contains, values, item.value))
        case Given(tuple() | list() as values):
            return _one_of(item, tuple(Given(value) for value in values))
        case Given(set() | frozenset() as values):
            return _one_of(item, tuple(Given(value) for value in sorted(values, key=repr)))
        case Several(items):
            return _one_of(item, items)
        case Value(_, ValueType(kind=Kind.NESTED)):
            return _member_of_list(item, container)
        case Given(str()) | Value():
            return Contains(text(container, "`in`"), text(item, "`in`"), Kind.TEXT)
    raise Refusal("rule-in", f"{_spoken(container)} is nothing to look into", "`in` takes a collection or a text")


def _one_of(item: Term, choices: tuple[Term, ...]) -> Expression:
    """What is no plain constant may be absent or a condition: it is compared by itself."""
    pairs, others = [], []
    for choice in choices:
        if isinstance(choice, Given) and choice.value is not None and isinstance(item, Value):
            pairs.append(alike(item, constant(choice.value)))
        else:
            others.append(_equal("==", item, choice))
    if not pairs:
        return disjunction(others)
    return disjunction([OneOf(pairs[0][0].operand, tuple(choice.operand for _, choice in pairs)), *others])


def _member_of_list(item: Term, container: Value) -> Expression:
    operand, of = present(container, "`in`"), container.type.item
    if of is None or of.kind is Kind.NESTED:
        reason = f"{named(operand)} is no list of plain values"
        raise Refusal("rule-in", reason, "look into a list, tuple or set of equal, plain values")
    member, _ = alike(scalar(item), Value(operand, of))
    if of.nullable and may_be_none(member.operand):
        raise Refusal("rule-none", f"{named(member.operand)} and items of {named(operand)} may be None", GUARD)
    if isinstance(operand, Parameter):
        return OneOf(member.operand, Parameter(operand.steps, of.kind))
    return Contains(operand, member.operand, Kind.NESTED)


def _alternatives(prefixes: Term) -> tuple[Term, ...]:
    """`startswith` takes one text or a tuple of them."""
    match prefixes:
        case Given(tuple() as values):
            return tuple(Given(value) for value in values)
        case Several(items):
            return items
    return (prefixes,)


def _folded(relation: Callable[[Any, Any], bool], left: Any, right: Any) -> bool:
    try:
        return bool(relation(left, right))
    except TypeError as error:
        raise Refusal("rule-kinds", str(error), "both sides are constants: mend one of them") from None


def _ordered_by_value(enum: type[Enum]) -> bool:
    return getattr(enum, "__lt__", None) in {str.__lt__, int.__lt__}


def _spoken(term: Term) -> str:
    match term:
        case Given(value):
            return repr(value)
        case Value(operand, type_):
            return f"{named(operand)} ({described(type_)})"
        case Subject(entity_type):
            return f"the {entity_type.name}"
        case Several():
            return "a written-out collection"
        case Verdict():
            return "a condition"


def _truth_hint(term: Term) -> str:
    if not isinstance(term, Value):
        return "a condition is a comparison, a bool, or a call of a rule"
    name = named(term.operand)
    if may_be_none(term.operand):
        return f"write `{name} is not None`"
    return f'write `{name} != ""`' if term.type.kind is Kind.TEXT else f"say what it is compared with: `{name} != 0`"


_TEXT = ValueType(str, Kind.TEXT)
_NEGATED = {"!=": "==", "is not": "is", "not in": "in"}
_TEXT_TESTS: Mapping[str, type[StartsWith] | type[EndsWith]] = {
    "startswith": StartsWith,
    "endswith": EndsWith,
}
_TEXT_METHODS = "`.lower()`, `.startswith(…)`, `.endswith(…)` and `in` are; compare the rest in the action"
