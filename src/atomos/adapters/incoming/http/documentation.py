"""The OpenAPI document and the page that shows it, without anything from elsewhere."""

from hashlib import sha256
from importlib.resources import files
from typing import Any, Final

import msgspec

from .api import Endpoint
from .conditional import unless_known
from .protocol import Receive, Scope, headers_of
from .response import Headers, Response

_TYPES: Final = {
    "html": b"text/html; charset=utf-8",
    "js": b"text/javascript; charset=utf-8",
    "css": b"text/css; charset=utf-8",
}
_POLICY: Final = (
    b"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    b"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class FixedEndpoint:
    """Answers with the same bytes every time."""

    in_path: tuple[str, ...] | None = None

    def __init__(self, body: bytes, content_type: bytes, headers: Headers = ()) -> None:
        self._body = body
        tag = f'"{sha256(body).hexdigest()[:32]}"'.encode()
        self._headers = ((b"content-type", content_type), (b"etag", tag), (b"cache-control", b"no-cache"), *headers)

    async def respond(self, scope: Scope, receive: Receive, values: tuple[str, ...], actor: Any) -> Response:  # noqa: ARG002 - the protocol's
        """The bytes, or 304."""
        return unless_known(Response(200, self._body, self._headers), headers_of(scope).get(b"if-none-match"))


def documentation_endpoints(document: dict[str, Any]) -> dict[str, Endpoint]:
    """What answers each path of the documentation, by path."""
    folder = files(__package__) / "page"
    pages = {"/docs": "index.html", "/docs/page.js": "page.js", "/docs/page.css": "page.css"}
    endpoints: dict[str, Endpoint] = {
        path: FixedEndpoint(
            (folder / name).read_bytes(), _TYPES[name.rpartition(".")[2]], ((b"content-security-policy", _POLICY),)
        )
        for path, name in pages.items()
    }
    endpoints["/openapi.json"] = FixedEndpoint(msgspec.json.encode(document), b"application/json")
    return endpoints
