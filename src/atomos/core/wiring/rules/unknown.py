"""The forms of Python that no store can answer, and what to write instead."""

import ast
from collections.abc import Mapping
from typing import Final

from atomos.core.wiring.rules.refusal import Refusal

_ARITHMETIC = (
    "arithmetic is not compiled",
    "keep the result in a field, or pass it as a parameter of the rule",
)
_LOOP = ("a loop is not compiled", "look into a list with `x in entity.items`, or keep the answer in a field")
_FORMS: Mapping[type[ast.AST], tuple[str, str]] = {
    ast.BinOp: _ARITHMETIC,
    ast.UnaryOp: _ARITHMETIC,
    ast.GeneratorExp: _LOOP,
    ast.ListComp: _LOOP,
    ast.SetComp: _LOOP,
    ast.DictComp: _LOOP,
    ast.For: _LOOP,
    ast.While: _LOOP,
    ast.Lambda: ("a lambda is not compiled", "write a function with `def` beside the rule, and call it"),
    ast.FunctionDef: ("a function inside a rule is not compiled", "write it beside the rule, and call it"),
    ast.Subscript: ("an item of a collection has no place of its own", "give the value a field"),
    ast.JoinedStr: ("text is not put together by a store", "pass the text as a parameter of the rule"),
    ast.NamedExpr: ("`:=` is not compiled", "assign on a line of its own"),
    ast.Await: ("a rule waits for nothing", "load what it needs before, and pass it as a parameter"),
    ast.Return: ("`return` gives no answer", "return a condition"),
}
_FUNCTIONS: Mapping[str, str] = {
    "len": 'compare with the empty value: `x != ""`',
    "bool": "a condition is one already; say what a value is compared with",
    "any": _LOOP[1],
    "all": _LOOP[1],
    "isinstance": "keep the difference in a field",
    "getattr": "write the name after a dot",
}

WITHOUT_RETURN: Final = Refusal(
    "rule-return", "a way through the function ends without an answer", "end every way with `return`"
)


def unknown_form(node: ast.AST) -> Refusal:
    """Why a statement or an expression of this form is refused."""
    default = (f"{type(node).__name__} is not compiled", "a rule is made of `if`, assignments and `return`")
    return Refusal("rule-form", *_FORMS.get(type(node), default))


def unknown_function(name: str) -> Refusal:
    """Why a call of this function is refused."""
    hint = _FUNCTIONS.get(name, "call rules, properties and methods whose source is plain Python")
    return Refusal("rule-call", f"`{name}(…)` has no compiled form", hint)
