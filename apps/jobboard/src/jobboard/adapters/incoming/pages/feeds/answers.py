"""How machines are answered."""

import hashlib
import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import request_response
from starlette.types import ASGIApp

from atomos import Invalid, NotFound, Unavailable

OPEN = {"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}
"""Everything here is public, so that the pages of others may read it."""

READING = ("GET", "HEAD")
STATUS = {NotFound: 404, Invalid: 400, Unavailable: 503}


def origin(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}"


def reading(show: Callable[[Request], Awaitable[Response]]) -> ASGIApp:
    """An application of one address, which can only be read."""

    async def guarded(request: Request) -> Response:
        if request.method not in READING:
            return PlainTextResponse("This can only be read", 405, {"Allow": ", ".join(READING)})
        return await show(request)

    return request_response(guarded)


def answer(request: Request, body: bytes, media_type: str) -> Response:
    """The body, or nothing where the reader has it already."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {**OPEN, "ETag": etag, "Cache-Control": "no-cache"}
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=media_type)


def json_answer(request: Request, content: Any, media_type: str = "application/json") -> Response:
    return answer(request, json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), media_type)


async def told(request: Request, error: Exception) -> Response:  # noqa: ARG001 -- Starlette gives both
    """An error of the contract, with its status."""
    return JSONResponse({"error": str(error)}, STATUS[type(error)], OPEN)
