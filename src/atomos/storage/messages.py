"""Messages in JSON, under the names of their types."""

import dataclasses
from collections.abc import Iterable
from types import EllipsisType, UnionType
from typing import Any, Union, get_args, get_origin

import msgspec

from atomos.core.wiring.annotation import hints_of


class JsonMessages:
    """Knows the messages that somebody follows; implements `MessageCodec`. Decoders are made when first needed.

    What a message leaves open with `...` is not written, and comes back as `...`.
    """

    def __init__(self, messages: Iterable[type]) -> None:
        self._types = {self.name(message): message for message in messages}
        self._encoder = msgspec.json.Encoder()
        self._partial = {m for m in self._types.values() if dataclasses.is_dataclass(m) and _is_partial(m)}

    def name(self, message: type) -> str:
        """The name of the class."""
        return message.__name__

    def encode(self, message: Any) -> bytes:
        """The message in JSON."""
        if type(message) not in self._partial:
            return self._encoder.encode(message)
        values = {field.name: getattr(message, field.name) for field in dataclasses.fields(message)}
        return self._encoder.encode({name: value for name, value in values.items() if value is not ...})

    def decode(self, name: str, payload: bytes) -> Any:
        """The message. Raises: LookupError, ValueError."""
        if name not in self._types:
            raise LookupError(f"no reaction follows a message called {name}")
        message = self._types[name]
        try:
            if message in self._partial:
                return _decode_partial(message, payload)
            return msgspec.json.decode(payload, type=message)
        except TypeError as error:
            raise ValueError(f"{name} cannot be read from JSON: {error}") from error


def _is_partial(message: type) -> bool:
    return any(field.default is ... for field in dataclasses.fields(message))


def _decode_partial(message: type, payload: bytes) -> Any:
    hints = hints_of(message)
    given = msgspec.json.decode(payload, type=dict[str, msgspec.Raw])
    values = {
        name: msgspec.json.decode(raw, type=_present(hints[name])) for name, raw in given.items() if name in hints
    }
    return message(**values)


def _present(hint: Any) -> Any:
    """The type of a value that is there: without the mark of absence."""
    if get_origin(hint) not in {Union, UnionType}:
        return hint
    return Union[tuple(part for part in get_args(hint) if part is not EllipsisType)]  # noqa: UP007 - made of a tuple
