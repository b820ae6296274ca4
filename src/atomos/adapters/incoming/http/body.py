"""Receives the JSON body of a request, counted as it comes."""

from collections.abc import Mapping
from dataclasses import dataclass

from .deadline import within
from .negotiation import check_content_type
from .problem import HttpProblem
from .protocol import Receive


class Disconnected(Exception):
    """The client went away before its request was whole; there is nobody to answer."""


@dataclass(frozen=True, slots=True)
class Reception:
    """Receives bodies of `limit` bytes at most; the first piece may take so many seconds, and so may all others."""

    limit: int
    seconds: float

    async def receive_json(self, receive: Receive, headers: Mapping[bytes, bytes]) -> bytes:
        """The whole body. Raises: HttpProblem (408: too slow, 413: too large, 415: no JSON), Disconnected."""
        content_length = headers.get(b"content-length")
        if content_length is not None and content_length.isdigit() and _exceeds(content_length, self.limit):
            raise _too_large(self.limit)
        try:
            event = await within(self.seconds, receive())
            body: bytes = event.get("body", b"")
            if event.get("more_body"):
                body = await within(self.seconds, _receive_rest(receive, body, self.limit))
            elif event["type"] == "http.disconnect":
                raise Disconnected
        except TimeoutError:
            raise HttpProblem(408, "request-timeout", f"the body did not come within {self.seconds:g} s") from None
        if len(body) > self.limit:
            raise _too_large(self.limit)
        if body:
            check_content_type(headers.get(b"content-type"))
        return body


async def _receive_rest(receive: Receive, first: bytes, limit: int) -> bytes:
    parts, size, more = [first], len(first), True
    while more and size <= limit:
        event = await receive()
        if event["type"] == "http.disconnect":
            raise Disconnected
        parts.append(event.get("body", b""))
        size += len(parts[-1])
        more = event.get("more_body", False)
    return b"".join(parts)


def _exceeds(digits: bytes, limit: int) -> bool:
    return len(digits) > 18 or int(digits) > limit  # more digits than any limit are not worth reading


def _too_large(limit: int) -> HttpProblem:
    return HttpProblem(413, "content-too-large", f"the body is larger than {limit} bytes")
