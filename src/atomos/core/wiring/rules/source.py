"""The source of a function: its statements, its names, and the line of each piece."""

import ast
import builtins
import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from types import FunctionType
from typing import Any

from atomos.core.wiring.place import file_of
from atomos.core.wiring.rules.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Source:
    """A function as it was written. `first` is the line of its file on which `lines` begin."""

    function: FunctionType
    body: tuple[ast.stmt, ...]
    lines: tuple[str, ...]
    first: int

    @property
    def place(self) -> str:
        """Where the function stands."""
        return f"{file_of(self.function.__module__)}:{self.function.__code__.co_firstlineno}"

    def place_of(self, node: ast.AST) -> str:
        """Where a piece of it stands."""
        return f"{file_of(self.function.__module__)}:{self.first + _line(node) - 1}"

    def code_of(self, node: ast.AST) -> str:
        """The line of the piece, as it was written."""
        return self.lines[_line(node) - 1].strip()

    def value_of(self, name: str) -> Any:
        """What a name means that the function does not define itself. Raises: Refusal."""
        if name in self.function.__code__.co_varnames:
            raise Refusal("rule-name", f"{name} has no value on this way", "assign it before, on every way")
        for names in (_closure(self.function), self.function.__globals__, vars(builtins)):
            if name in names:
                return names[name]
        raise Refusal("rule-name", f"{name} is not defined", "define or import it in the module of the rule")


def read_source(function: Any) -> Source:
    """The source of a plain function. Raises: Refusal."""
    if not isinstance(function, FunctionType) or hasattr(function, "__wrapped__"):
        raise Refusal(
            "rule-not-a-function", f"{_name(function)} is no plain function", "write `def` without decorators"
        )
    if function.__name__ == "<lambda>":
        raise Refusal("rule-lambda", "a lambda has no source of its own", "write it with `def` and a name")
    try:
        lines, first = inspect.getsourcelines(function)
    except (OSError, TypeError):
        hint = "define it in a file; what is made by exec or typed at a prompt has no source"
        raise Refusal("rule-without-source", f"the source of {_name(function)} cannot be read", hint) from None
    node, lead = _parse(lines)
    if not isinstance(node, ast.FunctionDef) or inspect.isgeneratorfunction(function):
        hint = "a rule is asked while a question is answered: write `def`, and return its answer"
        raise Refusal("rule-not-a-function", f"{_name(function)} is no plain function", hint)
    return Source(function, tuple(node.body), tuple([""] * lead + lines), first - lead)


def _parse(lines: list[str]) -> tuple[ast.stmt, int]:
    """The function, and how many lines had to be put before it to make a whole of an indented piece."""
    text = "".join(lines)
    if not text[:1].isspace():
        return ast.parse(text).body[0], 0
    block = ast.parse("if True:\n" + text).body[0]
    assert isinstance(block, ast.If)
    return block.body[0], 1


def _line(node: ast.AST) -> int:
    return getattr(node, "lineno", 1)


def _name(function: Any) -> str:
    return getattr(function, "__qualname__", repr(function))


def _closure(function: FunctionType) -> Mapping[str, Any]:
    cells = zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
    return {name: cell.cell_contents for name, cell in cells if _filled(cell)}


def _filled(cell: Any) -> bool:
    try:
        cell.cell_contents  # noqa: B018 - asking is the only way to know
    except ValueError:
        return False
    return True
