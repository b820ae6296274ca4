"""Queries in plain ASCII, as an address has to be; what a sloppy client sends otherwise is percent-encoded."""

from urllib.parse import quote_from_bytes

from starlette.types import ASGIApp, Receive, Scope, Send

_KEPT = bytes(range(0x21, 0x7F)).decode()
"""Every character that an address may hold stays as it is, `%` included."""


class PlainQuery:
    """Lets no byte beyond ASCII through to the pages, which read the query as text."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        query = scope.get("query_string", b"")
        if not query.isascii():
            scope = {**scope, "query_string": quote_from_bytes(query, safe=_KEPT).encode()}
        await self._app(scope, receive, send)
