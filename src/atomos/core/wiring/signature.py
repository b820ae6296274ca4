"""Signatures: what a function says about itself, with every annotation resolved."""

import inspect
import typing
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from atomos.core.wiring.fault import Fault, Faulty
from atomos.core.wiring.place import place

MISSING: typing.Final = inspect.Parameter.empty


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; `annotation` and `default` are `MISSING` where the function says nothing."""

    name: str
    annotation: Any
    default: Any


@dataclass(frozen=True, slots=True)
class Signature:
    """A function's parameters and what it returns; `returns` is `MISSING` where it says nothing."""

    function: Callable[..., Any]
    parameters: tuple[Parameter, ...]
    returns: Any
    asynchronous: bool

    @property
    def place(self) -> str:
        """Where the function stands: `module.py:12`."""
        return place(self.function)


def read_signature(function: Callable[..., Any]) -> Signature:
    """The signature of a function, or of a class's constructor. Raises: Faulty."""
    called: Any = getattr(function, "__init__") if isinstance(function, type) else function  # noqa: B009 - mypy warns of subclasses
    name = getattr(function, "__qualname__", repr(function))
    try:
        hints = typing.get_type_hints(called, include_extras=True)
    except NameError as error:
        hint = f"define or import {error.name} at the top of the module, outside `if TYPE_CHECKING`"
        raise Faulty([Fault("unknown-annotation", place(function), f"{name}: {error}", hint)]) from error
    declared = inspect.signature(function).parameters.values()
    variadic = [p for p in declared if p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
    positional = [p for p in declared if p.kind is p.POSITIONAL_ONLY]
    if positional:
        hint = "remove the `/`: parameters are given by name"
        raise Faulty([Fault("positional-only", place(function), f"{name} has positional-only parameters", hint)])
    parameters = tuple(Parameter(p.name, hints.get(p.name, MISSING), p.default) for p in declared if p not in variadic)
    return Signature(function, parameters, hints.get("return", MISSING), inspect.iscoroutinefunction(function))
