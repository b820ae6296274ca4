"""What a module declares, as its source tells it: handlers, dataclasses, and calls on a service."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from atomos.architecture.source import Module, origin_of

KINDS = {"command": "action", "query": "query", "event": "reaction"}
"""What a function is by the name of its first parameter."""


@dataclass(frozen=True, slots=True)
class HandlerFound:
    """A function that looks like a handler; `message` is the full name of the type of its message, if any."""

    name: str
    kind: str
    message: str | None
    node: ast.AST


@dataclass(frozen=True, slots=True)
class ServiceCall:
    """A call of a method of a service (`service.provide(Port, Adapter)`); `arguments` are full names."""

    method: str
    arguments: tuple[str | None, ...]
    node: ast.Call

    def argument(self, index: int) -> str | None:
        """The full name of one argument; `None` if it is not given, or stands for no name."""
        return self.arguments[index] if index < len(self.arguments) else None


def handlers(module: Module) -> Iterator[HandlerFound]:
    """The public functions of a module whose first parameter is a command, a query or an event."""
    names = _names(module)
    for node in module.tree.body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or node.name.startswith("_"):
            continue
        first = next(iter([*node.args.posonlyargs, *node.args.args]), None)
        is_rule = isinstance(node.returns, ast.Name) and node.returns.id == "bool"
        if first and first.arg in KINDS and not is_rule:
            yield HandlerFound(node.name, KINDS[first.arg], _resolve(first.annotation, names), node)


def entities(module: Module) -> Iterator[ast.ClassDef]:
    """The dataclasses of a module that can change and have an id."""
    for node in module.tree.body:
        if isinstance(node, ast.ClassDef) and _is_mutable_dataclass(node):
            fields = (s.target.id for s in node.body if isinstance(s, ast.AnnAssign) and isinstance(s.target, ast.Name))
            if "id" in fields:
                yield node


def service_calls(module: Module) -> Iterator[ServiceCall]:
    """Every call on a name that holds a service: made by `Service(…)`, or a parameter of that type."""
    names = _names(module)
    services = set(_service_names(module, names))
    for node in ast.walk(module.tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr=method)) if owner in services:
                yield ServiceCall(method, tuple(_resolve(argument, names) for argument in node.args), node)


def _service_names(module: Module, names: Mapping[str, str]) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.arg) and _resolve(node.annotation, names) == "atomos.Service":
            yield node.arg
        elif isinstance(node, ast.Assign) and _is_service(node.value, names):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def _is_service(node: ast.AST, names: Mapping[str, str]) -> bool:
    return isinstance(node, ast.Call) and _resolve(node.func, names) == "atomos.Service"


def _names(module: Module) -> dict[str, str]:
    """The full name of everything that the module imports or defines at its top level."""
    names: dict[str, str] = {}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            names |= {alias.asname: alias.name for alias in node.names if alias.asname}
            names |= {top: top for alias in node.names if not alias.asname and (top := alias.name.partition(".")[0])}
        elif isinstance(node, ast.ImportFrom):
            origin = origin_of(module, node)
            names |= {alias.asname or alias.name: f"{origin}.{alias.name}" for alias in node.names}
    for node in module.tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            names[node.name] = f"{module.name}.{node.name}"
    return names


def _resolve(node: ast.AST | None, names: Mapping[str, str]) -> str | None:
    """The full name that an expression stands for: a name, an attribute of one, or either as text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return names.get(node.value)
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.Attribute) and (owner := _resolve(node.value, names)):
        return f"{owner}.{node.attr}"
    return None


def _is_mutable_dataclass(node: ast.ClassDef) -> bool:
    for decorator in node.decorator_list:
        called, options = (decorator.func, decorator.keywords) if isinstance(decorator, ast.Call) else (decorator, [])
        match called:
            case ast.Name(id="dataclass") | ast.Attribute(attr="dataclass"):
                return not any(o.arg == "frozen" and ast.unparse(o.value) == "True" for o in options)
    return False
