"""Answers the requests that no route takes."""

from collections.abc import Mapping
from typing import Any

from .api import Endpoint
from .cors import Cors
from .problem import HttpProblem
from .protocol import Receive, Scope, headers_of
from .response import Response


class NoEndpoint:
    """Answers where the method, or the whole path, is not known: 404, 405, and what OPTIONS asks for."""

    in_path: tuple[str, ...] | None = None

    def __init__(self, methods: Mapping[str, Endpoint], cors: Cors | None) -> None:
        self._methods = methods
        self._cors = cors

    async def respond(self, scope: Scope, receive: Receive, values: tuple[str, ...], actor: Any) -> Response:  # noqa: ARG002 - the protocol's
        """The methods of the path. Raises: HttpProblem (404, 405)."""
        if not self._methods:
            raise HttpProblem(404, "not-found", "nothing is offered here")
        allow = ", ".join(sorted({*self._methods, "OPTIONS"})).encode()
        if scope["method"] != "OPTIONS":
            detail = f"this path takes {allow.decode()}"
            raise HttpProblem(405, "method-not-allowed", detail, headers=((b"allow", allow),))
        preflight = self._cors.preflight(headers_of(scope), allow) if self._cors else None
        return preflight or Response(204, headers=((b"allow", allow),))


class Refusal:
    """Answers a request whose path cannot be read."""

    in_path: tuple[str, ...] | None = None

    def __init__(self, problem: HttpProblem) -> None:
        self._problem = problem

    async def respond(self, scope: Scope, receive: Receive, values: tuple[str, ...], actor: Any) -> Response:  # noqa: ARG002 - the protocol's
        """Raises: HttpProblem (400)."""
        raise self._problem
