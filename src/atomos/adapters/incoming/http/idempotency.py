"""Idempotency keys: a command sent twice under one key is done once and answered twice.

Source: https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
"""

import re
from collections.abc import Callable
from hashlib import sha256
from typing import Final

import msgspec

from atomos.core.ports.incoming.door import Answer, Once

from .problem import HttpProblem
from .protocol import Scope
from .response import Response

_KEY: Final = re.compile(rb"[\x21-\x7e]{1,255}")
_REPLAYED: Final = (b"idempotency-replayed", b"true")


class _Head(msgspec.Struct):
    """The first line of a stored answer; its body follows."""

    status: int
    headers: list[tuple[str, str]]


def once(key: bytes, scope: Scope, body: bytes, render: Callable[[Answer], Response]) -> Once:
    """Asks the door to do this request once. Raises: HttpProblem (400: no such key)."""
    if not _KEY.fullmatch(key):
        detail = "an idempotency key is 1 to 255 visible ASCII characters without spaces"
        raise HttpProblem(400, "bad-request", detail, errors=[{"header": "Idempotency-Key", "detail": "is no key"}])
    request = b"\0".join((scope["method"].encode(), scope["path"].encode(), scope["query_string"], body))
    return Once(key.decode("ascii"), sha256(request).hexdigest(), lambda answer: store(render(answer)))


def store(response: Response) -> bytes:
    """The bytes from which a response is made again."""
    headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers[1:]]
    return msgspec.json.encode(_Head(response.status, headers)) + b"\n" + response.body


def restore(stored: bytes) -> Response:
    """The response that was stored, marked as replayed."""
    line, _, body = stored.partition(b"\n")
    head = msgspec.json.decode(line, type=_Head)
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in head.headers]
    return Response(head.status, body, [*headers, _REPLAYED])
