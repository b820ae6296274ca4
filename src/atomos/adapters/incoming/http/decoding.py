"""Makes messages of requests: one decoder for each route, made when the renderer is."""

import dataclasses
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import islice
from types import EllipsisType, UnionType
from typing import Any, Protocol, Union, get_args, get_origin

import msgspec

from atomos.core.domain.errors import Invalid, Problem
from atomos.core.domain.generated import compile_function
from atomos.core.wiring.annotation import hints_of
from atomos.core.wiring.completion import completer
from atomos.wire import WireTypes, struct_fields, without_absent

from .explanation import Explainer, parse, unstorable, without_place
from .parameter import Parameter, parameters_of_message, parse_query, read_parameters
from .problem import MOST_ERRORS

_BACKSLASH = ord("\\")
_REFUSALS = (msgspec.MsgspecError, ValueError, TypeError, RecursionError)


class Decoder(Protocol):
    """Makes a message of what a request carries."""

    def decode(self, values: Sequence[str], query: bytes, body: bytes) -> Any:
        """The message. Raises: Invalid (naming every wrong value), HttpProblem (400)."""
        ...


class QueryDecoder:
    """Makes a message of the path and the query."""

    def __init__(self, message: type, in_path: Sequence[str], types: WireTypes) -> None:
        names = [field.name for field in dataclasses.fields(message) if field.init]
        self._message = message
        self._in_path = tuple(in_path)
        parameters = parameters_of_message(message, names, types)
        self._path = {name: parameters[name] for name in self._in_path}
        self.path: Sequence[Parameter] = tuple(self._path.values())
        self.query: Mapping[str, Parameter] = {n: p for n, p in parameters.items() if n not in self._path}

    def decode(self, values: Sequence[str], query: bytes, body: bytes) -> Any:  # noqa: ARG002 - the protocol's
        """The message."""
        given: dict[str, Any] = {}
        texts = {name: [value] for name, value in zip(self._in_path, values, strict=True)}
        problems = [*read_parameters(self._path, texts, given), *read_parameters(self.query, parse_query(query), given)]
        if problems:
            raise Invalid(problems)
        return _made(self._message, given)


class BodyDecoder:
    """Makes a message of the path and a JSON object.

    Two passes of msgspec are the good path: the sieve refuses unknown fields and values that no store keeps, the other
    fills the dataclass. Only what they refuse is looked at again, to name everything that is wrong.
    """

    def __init__(self, message: type, in_path: Sequence[str], types: WireTypes) -> None:
        hints = {n: without_absent(hint) for n, hint in hints_of(message).items()}
        self._message = message
        self._names = [f.name for f in dataclasses.fields(message) if f.init and f.name not in in_path]
        parameters = parameters_of_message(message, in_path, types)
        self.path: Sequence[Parameter] = tuple(parameters[name] for name in in_path)
        self._explainer = Explainer(types)
        if whole := len(self._names) == len(hints):
            self.wire = types.struct(message)
        else:
            self.wire = types.part(message, {n: types.of(hints[n]) for n in self._names}, f"{message.__name__}Body")
        self._sieve = msgspec.json.Decoder(self.wire, dec_hook=types.decode_hook)
        direct = whole and not _has_absent(message)
        plain = struct_fields(message, {name: hints[name] for name in self._names})
        self._decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(
            message if direct else msgspec.defstruct("Body", plain, kw_only=True)
        )
        self._make = None if direct else _maker(message, self._names, in_path)
        self._complete = completer(message)

    @property
    def requires_body(self) -> bool:
        """Whether a request without a body is refused."""
        return any(field.required for field in msgspec.structs.fields(self.wire))

    def decode(self, values: Sequence[str], query: bytes, body: bytes) -> Any:
        """The message; an empty body is an object without fields."""
        body = body or b"{}"
        if query or (_BACKSLASH in body and b"\\u0000" in body):
            return self._decode_slowly(values, query, body)
        try:
            self._sieve.decode(body)
            made = self._decoder.decode(body)
            if self._make is not None:
                made = self._make(made, *[p.read_one(text) for p, text in zip(self.path, values, strict=True)])
        except _REFUSALS:
            return self._decode_slowly(values, query, body)
        if self._complete is not None:
            self._complete(made)
        return made

    def _decode_slowly(self, values: Sequence[str], query: bytes, body: bytes) -> Any:
        """The message after all, or everything that is wrong with it."""
        parsed = parse(body)
        given: dict[str, Any] = {}
        problems = tuple(islice(self._problems(values, query, parsed, given), MOST_ERRORS + 1))
        if problems:
            raise Invalid(problems)
        try:
            self._sieve.decode(body)
            made = self._decoder.decode(body)
        except _REFUSALS as refusal:
            raise Invalid(without_place(refusal)) from refusal
        if self._make is not None:
            made = _called(self._make, made, *given.values())
        if self._complete is not None:
            self._complete(made)
        return made

    def _problems(self, values: Sequence[str], query: bytes, parsed: Any, given: dict[str, Any]) -> Iterator[Problem]:
        texts = {parameter.name: [value] for parameter, value in zip(self.path, values, strict=True)}
        yield from read_parameters({parameter.name: parameter for parameter in self.path}, texts, given)
        for name in parse_query(query):
            yield Problem((name,), "is not a parameter here")
        yield from unstorable(parsed)
        yield from self._explainer.fields(self._message, self._names, parsed)


def _has_absent(message: type) -> bool:
    return any(
        EllipsisType in get_args(hint) for hint in hints_of(message).values() if get_origin(hint) in {Union, UnionType}
    )


def _maker(message: type, in_body: Collection[str], in_path: Collection[str]) -> Callable[..., Any]:
    arguments = [f"{name}={name}" for name in in_path] + [
        f"{name}=... if body.{name} is UNSET else body.{name}"
        if name in _absent_by_default(message)
        else f"{name}=body.{name}"
        for name in in_body
    ]
    source = f"def make({', '.join(['body', *in_path])}):\n    return message({', '.join(arguments)})\n"
    return compile_function(
        source, "make", {"message": message, "UNSET": msgspec.UNSET}, f"decoder of {message.__qualname__}"
    )


def _absent_by_default(message: type) -> set[str]:
    return {field.name for field in dataclasses.fields(message) if field.default is ...}


def _made(message: type, given: Mapping[str, Any]) -> Any:
    return _called(lambda: message(**given))


def _called(make: Callable[..., Any], *arguments: Any) -> Any:
    try:
        return make(*arguments)
    except (ValueError, TypeError) as error:
        raise Invalid(str(error)) from error
