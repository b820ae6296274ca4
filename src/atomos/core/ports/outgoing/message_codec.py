"""How messages are written down, so that they outlive the process."""

from typing import Any, Protocol


class MessageCodec(Protocol):
    """Writes messages as JSON under stable names, and reads them again."""

    def name(self, message: type) -> str:
        """The name that stands for the type in the outbox."""
        ...

    def encode(self, message: Any) -> bytes:
        """The message in JSON."""
        ...

    def decode(self, name: str, payload: bytes) -> Any:
        """The message. Raises: LookupError (an unknown name), ValueError (another shape than the type has now)."""
        ...
