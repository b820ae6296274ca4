"""Requests as bytes, sent to an application that runs, and what its description says of their answers."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, unquote_to_bytes

from asgi_client import Reply
from atomos import Application
from atomos.adapters.incoming.http.protocol import Event


@dataclass(frozen=True)
class RawRequest:
    """A request as a server hands it on. `None` among the pieces of the body is the client leaving."""

    method: str
    path: bytes
    query: bytes = b""
    headers: Sequence[tuple[bytes, bytes]] = ()
    pieces: Sequence[bytes | None] = (b"",)


@dataclass(frozen=True)
class Served:
    """An application that runs in an event loop of its own.

    `document` is its OpenAPI description; `known` are ids and the like that lead to something.
    """

    app: Application
    runner: asyncio.Runner
    document: Mapping[str, Any]
    known: Sequence[str]

    @property
    def prefix(self) -> str:
        """The path before those of the description."""
        servers = self.document.get("servers")
        return str(servers[0]["url"]).rstrip("/") if servers else ""

    def send(self, request: RawRequest) -> Reply:
        """The answer, which is empty if the client has left."""
        return self.runner.run(_send(self.app, request))

    def statuses(self, request: RawRequest) -> set[int] | None:
        """Those that the description names for the operation that is asked for; `None` if there is no such one."""
        operation = self.operation(request)
        return None if operation is None else {int(status) for status in operation["responses"]}

    def operation(self, request: RawRequest) -> Mapping[str, Any] | None:
        """The operation that the request asks for: fixed segments go before parameters."""
        segments = [unquote_to_bytes(segment).decode(errors="replace") for segment in request.path.split(b"/")]
        fitting = [path for path in self.document["paths"] if _fits(f"{self.prefix}{path}".split("/"), segments)]
        if not fitting:
            return None
        method = "get" if request.method == "HEAD" else request.method.lower()
        found: Mapping[str, Any] | None = self.document["paths"][min(fitting, key=_parameters_first)].get(method)
        return found


def _fits(template: Sequence[str], segments: Sequence[str]) -> bool:
    return len(template) == len(segments) and all(
        segment if part.startswith("{") else part == segment for part, segment in zip(template, segments, strict=True)
    )


def _parameters_first(path: str) -> list[bool]:
    return [part.startswith("{") for part in path.split("/")]


async def _send(app: Application, request: RawRequest) -> Reply:
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "http",
        "server": ("127.0.0.1", 8000),
        "client": ("127.0.0.1", 50000),
        "method": request.method,
        "path": unquote(request.path.decode("latin-1")),
        "raw_path": request.path,
        "root_path": "",
        "query_string": request.query,
        "headers": list(request.headers),
    }
    last = len(request.pieces) - 1
    events = iter([_event(piece, more=place < last) for place, piece in enumerate(request.pieces)])
    reply = Reply()

    async def receive() -> Event:
        return next(events, {"type": "http.disconnect"})

    async def send(event: Event) -> None:
        reply.sent.append(event)

    await app(scope, receive, send)
    return reply


def _event(piece: bytes | None, *, more: bool) -> Event:
    if piece is None:
        return {"type": "http.disconnect"}
    return {"type": "http.request", "body": piece, "more_body": more}
