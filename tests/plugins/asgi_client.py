"""A client that calls an ASGI application in the same process, and hides nothing of what goes over the wire."""

import json
from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from atomos.adapters.incoming.http.protocol import AsgiApp, Event


@dataclass
class Reply:
    """What came back; `sent` are the events as they came."""

    sent: list[Event] = field(default_factory=list)

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])

    @property
    def headers(self) -> dict[str, str]:
        return {name.decode(): value.decode() for name, value in self.sent[0]["headers"]}

    @property
    def body(self) -> bytes:
        return b"".join(event.get("body", b"") for event in self.sent[1:])

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class AsgiClient:
    """Sends requests as they are written: raw paths, repeated headers, bodies in pieces."""

    app: AsgiApp
    root_path: str = ""

    async def get(self, target: str, **headers: str) -> Reply:
        return await self.send("GET", target, headers=headers)

    async def post(self, target: str, content: Any = None, **headers: str) -> Reply:
        """Send a JSON body, or none."""
        return await self.send("POST", target, None if content is None else json.dumps(content).encode(), headers)

    async def send(
        self,
        method: str,
        target: str,
        body: bytes | Iterable[bytes] | None = None,
        headers: Mapping[str, str] | Iterable[tuple[bytes, bytes]] = (),
    ) -> Reply:
        """Send one request. A body in pieces comes without a length; `None` among them is the client leaving."""
        path, _, query = target.partition("?")
        scope: MutableMapping[str, Any] = {
            "type": "http",
            "method": method,
            "path": unquote(path),
            "raw_path": path.encode(),
            "root_path": self.root_path,
            "query_string": query.encode(),
            "headers": _headers(headers, body),
        }
        pieces = [b""] if body is None else [body] if isinstance(body, bytes) else list(body)
        events = iter([_received(piece, index < len(pieces) - 1) for index, piece in enumerate(pieces)])
        reply = Reply()

        async def receive() -> Event:
            return next(events, {"type": "http.disconnect"})

        async def send(event: Event) -> None:
            reply.sent.append(event)

        await self.app(scope, receive, send)
        return reply


def _received(piece: bytes | None, more: bool) -> Event:
    if piece is None:
        return {"type": "http.disconnect"}
    return {"type": "http.request", "body": piece, "more_body": more}


def _headers(
    headers: Mapping[str, str] | Iterable[tuple[bytes, bytes]], body: bytes | Iterable[bytes] | None
) -> list[tuple[bytes, bytes]]:
    if not isinstance(headers, Mapping):
        return list(headers)
    named = [(name.replace("_", "-").lower().encode(), value.encode()) for name, value in headers.items()]
    if body is not None and not any(name == b"content-type" for name, _ in named):
        named.append((b"content-type", b"application/json"))
    if isinstance(body, bytes):
        named.append((b"content-length", b"%d" % len(body)))
    return named
