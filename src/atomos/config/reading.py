"""Reads a settings dataclass from the environment."""

import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from enum import Enum
from typing import Any, TypeVar, get_args, get_origin

from atomos.core.domain.errors import Misconfigured

S = TypeVar("S")

_TRUTHS = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


def read_settings(cls: type[S], environment: Mapping[str, str], prefix: str = "") -> S:
    """An instance of a settings dataclass; `database_url` comes from `DATABASE_URL`, after the prefix.

    Understands str, int, float, bool, enums, `X | None` (an empty variable is `None`) and tuples of these (separated
    by commas). A variable that is not set leaves the default.

    Raises: Misconfigured, with every variable that is missing or wrong.
    """
    hints = typing.get_type_hints(cls)
    values: dict[str, Any] = {}
    faults: list[str] = []
    for field in fields(cls):  # type: ignore[arg-type]  # settings are dataclasses
        variable = f"{prefix}{field.name}".upper()
        if variable in environment:
            try:
                values[field.name] = _read(environment[variable], hints[field.name])
            except ValueError as error:
                faults.append(f"{variable}={environment[variable]!r}: {error}")
        elif _required(field):
            faults.append(f"{variable} is not set")
    try:
        if not faults:
            return cls(**values)
    except ValueError as error:
        faults.append(str(error))
    raise Misconfigured(f"the settings are wrong: {'; '.join(faults)}")


def _required(field: "Field[Any]") -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _read(text: str, annotation: Any) -> Any:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        inner = next(argument for argument in arguments if argument is not types.NoneType)
        return None if text == "" and types.NoneType in arguments else _read(text, inner)
    if origin is tuple:
        return tuple(_read(part.strip(), arguments[0]) for part in text.split(",") if part.strip())
    if annotation is bool:
        return _read_truth(text)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return _read_member(text, annotation)
    try:
        return annotation(text)
    except ValueError as error:
        kind = {int: "a whole number", float: "a number"}.get(annotation, f"a {annotation.__name__}")
        raise ValueError(f"this is not {kind}") from error


def _read_truth(text: str) -> bool:
    if text.lower() not in _TRUTHS:
        raise ValueError(f"say one of {', '.join(_TRUTHS)}")
    return _TRUTHS[text.lower()]


def _read_member(text: str, members: type[Enum]) -> Enum:
    for member in members:
        if str(member.value) == text:
            return member
    raise ValueError(f"say one of {', '.join(str(member.value) for member in members)}")
