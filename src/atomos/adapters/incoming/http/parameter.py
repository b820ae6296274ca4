"""Parameters: typed values that stand in the path or the query as text."""

import math
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, fields
from enum import Enum
from functools import partial
from typing import Any, Final, Literal, Union, get_args, get_origin
from urllib.parse import parse_qsl

import msgspec

from atomos.core.domain.errors import Problem
from atomos.core.wiring.annotation import SCALARS, bare, hints_of
from atomos.wire import WireTypes, without_absent

from .problem import HttpProblem

MOST_PARAMETERS: Final = 1000
_PLURAL: Final = (list, tuple, set, frozenset)


class NoParameter(TypeError):
    """The type of a field is too rich for a parameter."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value, or several by repetition, gathered by `collect`. `wire` is the type of one.

    `field` is the field of the message, for its default; a value in the path has none and is always there.
    """

    name: str
    wire: Any
    read_one: Callable[[str], Any]
    collect: Callable[[Any], Any] | None = None
    field: "Field[Any] | None" = None

    @property
    def required(self) -> bool:
        """Whether a request without it is refused."""
        return self.field is None or (self.field.default is MISSING and self.field.default_factory is MISSING)

    def read(self, texts: Sequence[str]) -> Any:
        """The value of these texts. Raises: ValueError, saying what is wrong."""
        if self.collect is not None:
            return self.collect(map(self.read_one, texts))
        if len(texts) > 1:
            raise ValueError("is given more than once")
        return self.read_one(texts[0])

    def absent(self) -> Any:
        """The value where the request has none; only for one that is not required."""
        assert self.field is not None
        return self.field.default if self.field.default_factory is MISSING else self.field.default_factory()


def parameter_of(name: str, annotation: Any, types: WireTypes, field: "Field[Any] | None" = None) -> Parameter:
    """The parameter for a declared type. Raises: NoParameter."""
    declared = _without_none(annotation)
    origin, arguments = get_origin(bare(declared)), [a for a in get_args(bare(declared)) if a is not Ellipsis]
    collect = origin if origin in _PLURAL and len(arguments) == 1 else None
    one = arguments[0] if collect else declared
    if not _is_simple(one):
        raise NoParameter(f"{name} is no plain value or list of plain values")
    wire = types.of(one)
    read_one = read_text if wire is str else partial(_convert, wire, one, _is_strict(one), types.decode_hook)
    return Parameter(name, wire, read_one, collect, field)


def parameters_of_message(message: type, names: Sequence[str], types: WireTypes) -> dict[str, Parameter]:
    """The parameters for these fields of a message. Raises: NoParameter."""
    hints = hints_of(message)
    return {
        field.name: parameter_of(field.name, hints[field.name], types, field)
        for field in fields(message)
        if field.name in names
    }


def parse_query(query: bytes) -> dict[str, list[str]]:
    """The texts of a query string by name. Raises: HttpProblem (400)."""
    texts: dict[str, list[str]] = {}
    if not query:
        return texts
    try:
        pairs = parse_qsl(query.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS)
    except UnicodeDecodeError:
        raise HttpProblem(400, "bad-request", "the query is not UTF-8") from None
    except ValueError:
        raise HttpProblem(400, "bad-request", f"the query has more than {MOST_PARAMETERS} parameters") from None
    for name, text in pairs:
        texts.setdefault(name, []).append(text)
    return texts


def read_parameters(
    parameters: Mapping[str, Parameter], texts: Mapping[str, Sequence[str]], values: dict[str, Any]
) -> Iterator[Problem]:
    """Fill `values` from the texts; yields what is wrong: unknown, missing and mistyped parameters."""
    for name in texts:
        if name not in parameters:
            yield Problem((name,), "is not a parameter here")
    for name, parameter in parameters.items():
        if name in texts:
            try:
                values[name] = parameter.read(texts[name])
            except ValueError as error:
                yield Problem((name,), str(error))
        elif parameter.required:
            yield Problem((name,), "is required")
        else:
            values[name] = parameter.absent()


def read_text(text: str) -> str:
    """The text itself. Raises: ValueError (it holds a NUL character, which no store keeps)."""
    if "\0" in text:
        raise ValueError("holds a NUL character")
    return text


def _convert(wire: Any, target: Any, strict: bool, decode_hook: Callable[[type, Any], Any], text: str) -> Any:
    read_text(text)
    msgspec.convert(text, wire, strict=strict, dec_hook=decode_hook)
    value = msgspec.convert(text, target, strict=strict)
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("is not a finite number")
    return value


def _without_none(annotation: Any) -> Any:
    annotation = without_absent(annotation)
    if get_origin(bare(annotation)) not in {Union, types.UnionType}:
        return annotation
    return Union[tuple(part for part in get_args(bare(annotation)) if part is not types.NoneType)]  # noqa: UP007 - made of a tuple


def _is_simple(annotation: Any) -> bool:
    cls = bare(annotation)
    return cls in SCALARS or get_origin(cls) is Literal or (isinstance(cls, type) and issubclass(cls, Enum))


def _is_strict(annotation: Any) -> bool:
    """Whether the JSON of the type is a string, so that the text is the value; else it is spelled as in JSON."""
    cls = bare(annotation)
    if get_origin(cls) is Literal:
        return all(isinstance(value, str) for value in get_args(cls))
    if isinstance(cls, type) and issubclass(cls, Enum):
        return all(isinstance(member.value, str) for member in cls)
    return cls not in {int, float, bool}
