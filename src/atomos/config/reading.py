"""Reads a settings dataclass from the environment."""

import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from enum import Enum
from typing import Any, Literal, TypeVar, get_args, get_origin

from atomos.core.domain.errors import Misconfigured

S = TypeVar("S")

_TRUTHS = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


def read_settings(cls: type[S], environment: Mapping[str, str], prefix: str = "") -> S:
    """An instance of a settings dataclass; `database_url` comes from `DATABASE_URL`, after the prefix.

    Understands str, int, float, bool, enums, `Literal`, `X | None` (an empty variable is `None`), tuples and lists of
    these (separated by commas), and any class that is made of a text, like `Path`. A variable that is not set leaves
    the default.

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
    if origin in (tuple, list):
        return origin(_read(part.strip(), arguments[0]) for part in text.split(",") if part.strip())
    if annotation is bool:
        return _read_choice(text.lower(), _TRUTHS)
    if origin is Literal:
        return _read_choice(text, {str(choice): choice for choice in arguments})
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return _read_choice(text, {str(member.value): member for member in annotation})
    try:
        return annotation(text)
    except ValueError as error:
        kind = {int: "a whole number", float: "a number"}.get(annotation, f"a {annotation.__name__}")
        raise ValueError(f"this is not {kind}") from error


def _read_choice(text: str, choices: Mapping[str, Any]) -> Any:
    if text not in choices:
        raise ValueError(f"say one of {', '.join(choices)}")
    return choices[text]
