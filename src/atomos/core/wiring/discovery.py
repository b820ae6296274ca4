"""Discovery: which functions of the included modules are handlers, and why the others are not."""

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import FunctionType, ModuleType
from typing import Any, Literal

from atomos.core.ports.incoming.handler import HandlerKind
from atomos.core.wiring.fault import Fault, Faulty
from atomos.core.wiring.place import place

KINDS = {kind.value: kind for kind in HandlerKind}


@dataclass(frozen=True, slots=True)
class Finding:
    """What discovery made of one function. `reason` names the rule that decided."""

    place: str
    name: str
    verdict: Literal["hit", "miss", "excluded"]
    reason: str


@dataclass(frozen=True, slots=True)
class Discovery:
    """The handlers found in the included modules, the modules themselves, and a finding for every function."""

    modules: tuple[ModuleType, ...]
    handlers: tuple[FunctionType, ...]
    findings: tuple[Finding, ...]


def discover(includes: Iterable[str | ModuleType]) -> Discovery:
    """Look through the included modules, and through all modules of included packages.

    Raises: Faulty (a module that cannot be imported).
    """
    modules = tuple(dict.fromkeys(module for included in includes for module in _modules(included)))
    functions = [function for module in modules for function in _functions(module)]
    findings = [_judge(function) for function in functions]
    handlers = tuple(f for f, finding in zip(functions, findings, strict=True) if finding.verdict == "hit")
    return Discovery(modules, handlers, tuple(findings))


def classes(modules: Iterable[ModuleType]) -> Iterator[type]:
    """The classes that the modules define."""
    for module in modules:
        yield from (v for v in vars(module).values() if isinstance(v, type) and v.__module__ == module.__name__)


def _modules(included: str | ModuleType) -> Iterator[ModuleType]:
    module = _import(included) if isinstance(included, str) else included
    yield module
    for found in pkgutil.walk_packages(getattr(module, "__path__", ()), f"{module.__name__}."):
        if not found.name.endswith("__main__"):
            yield _import(found.name)


def _import(name: str) -> ModuleType:
    try:
        return sys.modules.get(name) or importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{name}.".startswith(f"{error.name}."):
            raise
        hint = "include(…) takes a module, a package, or the name of one; `__name__` is the module itself"
        raise Faulty([Fault("unknown-module", name, f"there is no module {name}", hint)]) from error


def _functions(module: ModuleType) -> list[FunctionType]:
    own = [v for v in vars(module).values() if inspect.isfunction(v) and v.__module__ == module.__name__]
    return sorted(own, key=lambda function: function.__code__.co_firstlineno)


def _judge(function: FunctionType) -> Finding:
    where, name = place(function), function.__name__
    first: Any = next(iter(inspect.signature(function).parameters), None)
    if first not in KINDS:
        called = f"is called {first}" if first else "is missing"
        return Finding(where, name, "miss", f"its first parameter {called}, not command, query or event")
    if name.startswith("_"):
        return Finding(where, name, "excluded", "its name begins with an underscore")
    return Finding(where, name, "hit", f"its first parameter is called {first}: {_WORDS[KINDS[first]]}")


_WORDS = {
    HandlerKind.ACTION: "an action",
    HandlerKind.QUERY: "a query",
    HandlerKind.REACTION: "a reaction",
}
