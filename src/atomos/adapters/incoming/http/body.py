"""Receives the JSON body of a request, counted as it comes."""

from collections.abc import Mapping

from .negotiation import check_content_type
from .problem import HttpProblem
from .protocol import Receive


class Disconnected(Exception):
    """The client went away before its request was whole; there is nobody to answer."""


async def receive_json(receive: Receive, headers: Mapping[bytes, bytes], limit: int) -> bytes:
    """The whole body. Raises: HttpProblem (413: more than `limit` bytes, 415: no JSON), Disconnected."""
    content_length = headers.get(b"content-length")
    if content_length is not None and content_length.isdigit() and _exceeds(content_length, limit):
        raise _too_large(limit)
    event = await receive()
    body: bytes = event.get("body", b"")
    if event.get("more_body"):
        body = await _receive_rest(receive, body, limit)
    elif event["type"] == "http.disconnect":
        raise Disconnected
    if len(body) > limit:
        raise _too_large(limit)
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
