"""From the statements of a function to a condition: each piece is evaluated with symbols for values.

A piece is read with what is known where it stands: a guard makes known, for all that Python reaches
through it, that a value is there.
"""

import ast
import inspect
from collections.abc import Callable, Mapping, Sequence
from types import FunctionType
from typing import Any, Final, TypeAlias

from atomos.core.domain.expression import Expression
from atomos.core.wiring.rules.attribute import step
from atomos.core.wiring.rules.comparison import compare, here, is_text, text_method, truth
from atomos.core.wiring.rules.logic import (
    NOTHING_KNOWN,
    Known,
    conjunction,
    disjunction,
    known_when,
    negation,
)
from atomos.core.wiring.rules.refusal import Refusal
from atomos.core.wiring.rules.scope import Scope
from atomos.core.wiring.rules.source import read_source
from atomos.core.wiring.rules.term import Branch, Choice, Given, Several, Term, Verdict, all_of, decide, each
from atomos.core.wiring.rules.unknown import WITHOUT_RETURN, unknown_form, unknown_function
from atomos.core.wiring.rules.value import is_plain_type, made


def translate(scope: Scope) -> Expression:
    """The answer of the function as a condition. Raises: Faulty."""
    return decide(_block(scope.source.body, scope, NOTHING_KNOWN), truth)


def _block(statements: Sequence[ast.stmt], scope: Scope, known: Known) -> Choice:
    if not statements:
        raise scope.faulty(scope.source.body[-1], WITHOUT_RETURN)
    first, *rest = statements
    match first:
        case ast.Return(ast.expr() as value):
            return _evaluate(value, scope, known) if scope.callers else Verdict(_condition(value, scope, known))
        case ast.Expr(ast.Constant()) | ast.Pass():
            return _block(rest, scope, known)
        case ast.If(test, body, orelse):
            condition = _condition(test, scope, known)
            holds = _block([*body, *rest], scope, known | known_when(condition, True))
            fails = _block([*orelse, *rest], scope, known | known_when(condition, False))
            return Branch(condition, holds, fails)
        case ast.Assign([ast.Name(name)], value) | ast.AnnAssign(ast.Name(name), _, ast.expr() as value):
            assigned = _evaluate(value, scope, known)
            return each(assigned, known, lambda term, k: _block(rest, scope.assigned(name, term), k))
    raise scope.faulty(first, unknown_form(first))


def _condition(node: ast.expr, scope: Scope, known: Known) -> Expression:
    choice = _evaluate(node, scope, known)
    try:
        return decide(choice, truth, known)
    except Refusal as refusal:
        raise scope.faulty(node, refusal) from None


def _evaluate(node: ast.expr, scope: Scope, known: Known) -> Choice:
    form = _FORMS.get(type(node))
    try:
        if form is None:
            raise unknown_form(node)
        return form(node, scope, known)
    except Refusal as refusal:
        raise scope.faulty(node, refusal) from None


def _constant(node: ast.Constant, _scope: Scope, _known: Known) -> Choice:
    return Given(node.value)


def _name(node: ast.Name, scope: Scope, _known: Known) -> Choice:
    return scope.meaning(node.id)


def _attribute(node: ast.Attribute, scope: Scope, known: Known) -> Choice:
    def reached(owner: Term, known: Known) -> Choice:
        found = step(here(owner, known), node.attr)
        if isinstance(found, property):
            return _inlined(found.fget, (owner,), {}, scope, known)
        if isinstance(found, FunctionType):
            raise Refusal("rule-call", f"`.{node.attr}` is a method", f"call it: `.{node.attr}()`")
        return found

    return each(_evaluate(node.value, scope, known), known, reached)


def _written_out(node: ast.Tuple | ast.List | ast.Set, scope: Scope, known: Known) -> Choice:
    items = [_evaluate(item, scope, known) for item in node.elts]
    return all_of(items, known, lambda terms, _: Several(terms))


def _joined(node: ast.BoolOp, scope: Scope, known: Known) -> Choice:
    together = isinstance(node.op, ast.And)
    conditions: list[Expression] = []
    for operand in node.values:
        conditions.append(_condition(operand, scope, known))
        known |= known_when(conditions[-1], together)
    return Verdict(conjunction(conditions) if together else disjunction(conditions))


def _unary(node: ast.UnaryOp, scope: Scope, known: Known) -> Choice:
    if isinstance(node.op, ast.Not):
        return Verdict(negation(_condition(node.operand, scope, known)))
    number = _evaluate(node.operand, scope, known)
    if isinstance(node.op, ast.USub) and isinstance(number, Given) and isinstance(number.value, int | float):
        return Given(-number.value)
    raise unknown_form(node)


def _comparison(node: ast.Compare, scope: Scope, known: Known) -> Choice:
    conditions: list[Expression] = []
    for left, symbol, right in zip([node.left, *node.comparators], node.ops, node.comparators, strict=False):
        sides = [_evaluate(left, scope, known), _evaluate(right, scope, known)]
        conditions.append(decide(all_of(sides, known, _compared_by(_SYMBOLS[type(symbol)])), truth, known))
        known |= known_when(conditions[-1], True)
    return Verdict(conjunction(conditions))


def _compared_by(symbol: str) -> Callable[[tuple[Term, ...], Known], Choice]:
    return lambda terms, known: Verdict(compare(symbol, here(terms[0], known), here(terms[1], known)))


def _chosen(node: ast.IfExp, scope: Scope, known: Known) -> Choice:
    condition = _condition(node.test, scope, known)
    holds = _evaluate(node.body, scope, known | known_when(condition, True))
    return Branch(condition, holds, _evaluate(node.orelse, scope, known | known_when(condition, False)))


def _call(node: ast.Call, scope: Scope, known: Known) -> Choice:
    if any(isinstance(a, ast.Starred) for a in node.args) or any(k.arg is None for k in node.keywords):
        raise Refusal("rule-call", "a call with `*` hides its values", "write them out")
    names = tuple(keyword.arg for keyword in node.keywords if keyword.arg)
    method = node.func.attr if isinstance(node.func, ast.Attribute) else None
    owner = node.func.value if isinstance(node.func, ast.Attribute) else node.func
    values = [owner, *node.args, *(keyword.value for keyword in node.keywords)]

    def called(terms: tuple[Term, ...], known: Known) -> Choice:
        first, *arguments = (here(term, known) for term in terms)
        split = len(arguments) - len(names)
        positional, named = tuple(arguments[:split]), dict(zip(names, arguments[split:], strict=True))
        if method is not None and is_text(first) and not named:
            return text_method(first, method, positional)
        function = _called_function(first, method)
        bound = (first, *positional) if method is not None and not isinstance(first, Given) else positional
        return _inlined(function, bound, named, scope, known)

    return all_of([_evaluate(value, scope, known) for value in values], known, called)


def _called_function(owner: Term, method: str | None) -> Any:
    found = owner if method is None else step(owner, method)
    if isinstance(found, Given | FunctionType):
        return found.value if isinstance(found, Given) else found
    raise Refusal("rule-call", "what is called here is no function", "leave the parentheses out")


def _inlined(
    function: Any, positional: Sequence[Term], named: Mapping[str, Term], scope: Scope, known: Known
) -> Choice:
    """The result of a call: the function is read in the place of the call, with terms for its parameters."""
    if is_plain_type(function):
        return made(function, positional, named)
    if not isinstance(function, FunctionType):
        raise unknown_function(getattr(function, "__name__", repr(function)))
    signature = inspect.signature(function)
    if any(p.kind in {p.VAR_POSITIONAL, p.VAR_KEYWORD} for p in signature.parameters.values()):
        raise Refusal("rule-call", f"{function.__qualname__} takes any number of values", "name its parameters")
    try:
        bound = signature.bind(*positional, **named).arguments
    except TypeError as error:
        raise Refusal("rule-call", f"{function.__qualname__}: {error}", "call it as it is defined") from None
    names = {name: bound[name] if name in bound else Given(p.default) for name, p in signature.parameters.items()}
    source = read_source(function)
    return _block(source.body, scope.called(source, names), known)


_Form: TypeAlias = Callable[[Any, Scope, Known], Choice]
_FORMS: Final[Mapping[type[ast.expr], _Form]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Tuple: _written_out,
    ast.List: _written_out,
    ast.Set: _written_out,
    ast.BoolOp: _joined,
    ast.UnaryOp: _unary,
    ast.Compare: _comparison,
    ast.IfExp: _chosen,
    ast.Call: _call,
}
_SYMBOLS: Final[Mapping[type[ast.cmpop], str]] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.In: "in",
    ast.NotIn: "not in",
}
