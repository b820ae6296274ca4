"""Explains what is wrong with JSON that a decoder refused: every wrong value, where the decoder names the first."""

import dataclasses
import json
import re
import types
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final, TypeAlias, Union, get_args, get_origin

import msgspec

from atomos.core.domain.errors import Problem
from atomos.core.wiring.annotation import bare, hints_of
from atomos.wire import WireTypes, without_absent

from .problem import HttpProblem

_AT: Final = re.compile(r" - at `[^`]*`$")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_LONGEST_INTEGER: Final = 20
Path: TypeAlias = tuple[str | int, ...]


def parse(body: bytes) -> Any:
    """The values in a body, lone surrogates included. Raises: HttpProblem (400: it is no JSON)."""
    try:
        return json.loads(body.decode(), parse_constant=_refuse_constant, parse_int=_integer)
    except UnicodeDecodeError:
        raise HttpProblem(400, "malformed-body", "the body is not UTF-8") from None
    except RecursionError:
        raise HttpProblem(400, "malformed-body", "the body is nested too deeply") from None
    except ValueError as error:
        raise HttpProblem(400, "malformed-body", f"the body is not valid JSON: {error}") from None


class Explainer:
    """Compares parsed JSON with declared types."""

    def __init__(self, types: WireTypes) -> None:
        self._types = types
        self._wires: dict[Any, Any] = {}

    def fields(self, cls: type, names: Collection[str], values: Any, path: Path = ()) -> Iterator[Problem]:
        """What is wrong with an object that should hold these fields of a dataclass."""
        if not isinstance(values, dict):
            yield Problem(path, f"Expected `object`, got `{_kind(values)}`")
            return
        for name in values:
            if name not in names:
                yield Problem((*path, name), f"is not a field of {cls.__name__}")
        hints = hints_of(cls)
        for field in dataclasses.fields(cls):
            if field.name not in names:
                continue
            if field.name in values:
                yield from self.value(without_absent(hints[field.name]), values[field.name], (*path, field.name))
            elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
                yield Problem((*path, field.name), "is required")

    def value(self, annotation: Any, value: Any, path: Path) -> Iterator[Problem]:
        """What is wrong with a value of a declared type; a part that converts as a whole is not looked into."""
        refusal = self._refusal(annotation, value)
        if refusal is None:
            return
        deeper = False
        for problem in self._parts(_alternative(bare(annotation), value), value, path):
            deeper = True
            yield problem
        if not deeper:
            yield Problem(path, refusal)

    def _parts(self, cls: Any, value: Any, path: Path) -> Iterator[Problem]:
        arguments = get_args(cls)
        if isinstance(value, dict) and isinstance(cls, type) and dataclasses.is_dataclass(cls):
            yield from self.fields(cls, hints_of(cls), value, path)
        elif isinstance(value, dict) and len(arguments) == 2:
            for key, item in value.items():
                yield from self.value(arguments[1], item, (*path, key))
        elif isinstance(value, list) and arguments:
            fixed = get_origin(cls) is tuple and Ellipsis not in arguments
            for index, item in enumerate(value[: len(arguments)] if fixed else value):
                yield from self.value(arguments[index if fixed else 0], item, (*path, index))

    def _refusal(self, annotation: Any, value: Any) -> str | None:
        try:
            msgspec.convert(value, self._wire(annotation), dec_hook=self._types.decode_hook)
            msgspec.convert(value, annotation)
        except (msgspec.ValidationError, UnicodeError) as error:
            return without_place(error)
        return None

    def _wire(self, annotation: Any) -> Any:
        try:
            return self._wires[annotation]
        except TypeError:  # unhashable, by a constraint in it
            return self._types.of(annotation)
        except KeyError:
            return self._wires.setdefault(annotation, self._types.of(annotation))


def without_place(error: Exception) -> str:
    """The text of a decoder's error without its own notation for the place."""
    return _AT.sub("", str(error))


def _alternative(cls: Any, value: Any) -> Any:
    """The part of a union that the value seems to be meant for."""
    if get_origin(cls) not in {Union, types.UnionType}:
        return cls
    parts = [bare(part) for part in get_args(cls)]
    if isinstance(value, dict):
        return next((p for p in parts if dataclasses.is_dataclass(p) or get_origin(p) in {dict, Mapping}), cls)
    return next((p for p in parts if get_origin(p) in {list, tuple, set, frozenset}), cls)


def unstorable(value: Any, path: Path = ()) -> Iterator[Problem]:
    """The texts in parsed JSON that no store keeps."""
    if isinstance(value, str):
        if "\0" in value:
            yield Problem(path, "holds a NUL character")
        if _SURROGATE.search(value):
            yield Problem(path, "holds half of a surrogate pair")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from unstorable(key, path)
            yield from unstorable(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from unstorable(item, (*path, index))


def _kind(value: Any) -> str:
    names = {dict: "object", list: "array", types.NoneType: "null"}
    return names.get(type(value), type(value).__name__)


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON number")


def _integer(digits: str) -> int:
    """No number of a request needs more than 64 bits; longer ones stay too long, but cost no time to read."""
    return int(digits) if len(digits) <= _LONGEST_INTEGER else int(digits[:_LONGEST_INTEGER])
