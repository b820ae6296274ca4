"""What goes back to the client: a status, headers and bytes."""

from collections.abc import Iterable
from typing import TypeAlias

from .protocol import Event

Headers: TypeAlias = Iterable[tuple[bytes, bytes]]

JSON = (b"content-type", b"application/json")
_WITHOUT_CONTENT = frozenset({204, 304})
REVALIDATE = (b"cache-control", b"private, no-cache")
NOSNIFF = (b"x-content-type-options", b"nosniff")


class Response:
    """An answer, whole in memory. `headers` lack the length, which is counted when it is sent."""

    __slots__ = ("body", "headers", "status")

    def __init__(self, status: int, body: bytes = b"", headers: Headers = ()) -> None:
        self.status = status
        self.body = body
        self.headers = [NOSNIFF, *headers]

    def header(self, name: bytes) -> bytes | None:
        """The value of the first header of that lower-case name."""
        return next((value for key, value in self.headers if key == name), None)

    def start(self) -> Event:
        """The event that opens the answer, with the length of the body."""
        if self.status not in _WITHOUT_CONTENT:
            self.headers.append((b"content-length", b"%d" % len(self.body)))
        return {"type": "http.response.start", "status": self.status, "headers": self.headers}

    def content(self, *, with_body: bool = True) -> Event:
        """The event that ends the answer; without its body it is the answer to HEAD."""
        return {"type": "http.response.body", "body": self.body if with_body else b""}
