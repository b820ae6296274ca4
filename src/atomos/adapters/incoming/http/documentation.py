"""The OpenAPI document and the page that shows it, without anything from elsewhere."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from .api import Endpoint, encode
from .conditional import unless_known
from .protocol import Receive, Scope, headers_of
from .response import JSON, Response

_FOLDER: Final = Path(__file__).parent / "page"  # importlib.resources would cost 8 ms of every start
_PAGE: Final = {
    "/docs": ("index.html", b"text/html; charset=utf-8"),
    "/docs/page.js": ("page.js", b"text/javascript; charset=utf-8"),
    "/docs/page.css": ("page.css", b"text/css; charset=utf-8"),
}
_RULES: Final = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src data:",
    "frame-ancestors 'none'",
)
_POLICY: Final = (b"content-security-policy", "; ".join(_RULES).encode())


class FixedEndpoint:
    """Answers with the same bytes every time; they are made when someone asks first."""

    in_path: tuple[str, ...] | None = None

    def __init__(self, content_type: tuple[bytes, bytes], make: Callable[[], bytes]) -> None:
        self._content_type = content_type
        self._make = make
        self._body: bytes | None = None

    async def respond(
        self,
        scope: Scope,
        receive: Receive,  # noqa: ARG002 - the protocol's
        values: tuple[str, ...],  # noqa: ARG002 - the protocol's
        actor: Any,  # noqa: ARG002 - the protocol's
    ) -> Response:
        """The bytes, or 304."""
        if self._body is None:
            self._body = self._make()
        tag = f'"{sha256(self._body).hexdigest()[:32]}"'.encode()
        headers = (self._content_type, (b"etag", tag), (b"cache-control", b"no-cache"), _POLICY)
        return unless_known(Response(200, self._body, headers), headers_of(scope).get(b"if-none-match"))


def documentation_endpoints(describe: Callable[[], dict[str, Any]]) -> dict[str, Endpoint]:
    """What answers each path of the documentation, by path. `describe` makes the OpenAPI document."""
    page = {
        path: FixedEndpoint((b"content-type", content_type), (_FOLDER / name).read_bytes)
        for path, (name, content_type) in _PAGE.items()
    }
    return {**page, "/openapi.json": FixedEndpoint(JSON, lambda: encode(describe()))}
