"""Cross-origin requests: which pages of other origins may call the API from a browser.

Source: https://fetch.spec.whatwg.org/#http-cors-protocol
"""

from collections.abc import Collection, Mapping
from typing import Final

from .response import Response

_EXPOSED: Final = b"etag, location, link, idempotency-replayed, retry-after"
_MAX_AGE: Final = b"600"


class Cors:
    """Adds the headers that let pages of the named origins read an answer; `"*"` names all of them."""

    def __init__(self, origins: Collection[str]) -> None:
        self._origins = frozenset(origin.encode() for origin in origins)
        self._any = b"*" in self._origins

    def apply(self, request: Mapping[bytes, bytes], response: Response) -> None:
        """Add to the response what the origin of the request may know."""
        if not self._any:
            response.headers.append((b"vary", b"origin"))
        origin = request.get(b"origin")
        if origin is None or not (self._any or origin in self._origins):
            return
        response.headers.append((b"access-control-allow-origin", b"*" if self._any else origin))
        response.headers.append((b"access-control-expose-headers", _EXPOSED))

    def preflight(self, request: Mapping[bytes, bytes], allow: bytes) -> Response | None:
        """The answer to a browser that asks before it sends; `None` if the request is no such question."""
        if b"origin" not in request or b"access-control-request-method" not in request:
            return None
        headers = [(b"access-control-allow-methods", allow), (b"access-control-max-age", _MAX_AGE)]
        if asked := request.get(b"access-control-request-headers"):
            headers.append((b"access-control-allow-headers", asked))
        return Response(204, headers=[(b"allow", allow), *headers])
