"""Messages in JSON, under the names of their types."""

from collections.abc import Iterable
from typing import Any

import msgspec


class JsonMessages:
    """Knows the messages that somebody follows; implements `MessageCodec`. Decoders are made when first needed."""

    def __init__(self, messages: Iterable[type]) -> None:
        self._types = {self.name(message): message for message in messages}
        self._encoder = msgspec.json.Encoder()

    def name(self, message: type) -> str:
        """The name of the class."""
        return message.__name__

    def encode(self, message: Any) -> bytes:
        """The message in JSON."""
        return self._encoder.encode(message)

    def decode(self, name: str, payload: bytes) -> Any:
        """The message. Raises: LookupError, ValueError."""
        if name not in self._types:
            raise LookupError(f"no reaction follows a message called {name}")
        return msgspec.json.decode(payload, type=self._types[name])
