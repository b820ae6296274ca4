"""What every endpoint of one API shares."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import quote, urlencode

import msgspec

from atomos.core.domain.entity import EntityType, Kind
from atomos.core.ports.incoming.door import Door

from .body import Reception
from .parameter import parse_query
from .protocol import Receive, Scope
from .response import Response
from .settings import HttpSettings

encode: Callable[[Any], bytes] = msgspec.json.Encoder().encode
"""Writes an answer as JSON: the declared fields of dataclasses, and nothing else that hangs on an instance."""


class Endpoint(Protocol):
    """Answers the requests of one route. Lives as long as the renderer and keeps nothing of a request.

    `in_path` names the values of the path; `None` says that there is no body, so that every value is a parameter.
    """

    in_path: tuple[str, ...] | None

    async def respond(self, scope: Scope, receive: Receive, values: tuple[str, ...], actor: Any) -> Response:
        """The answer. Raises: whatever `problem.respond_to_error` knows to answer."""
        ...


@dataclass(frozen=True, slots=True)
class Api:
    """The surroundings of the endpoints. `locators` give the path of each entity that can be read, by its id."""

    door: Door
    settings: HttpSettings
    reception: Reception
    locators: Mapping[EntityType, Callable[[Any], bytes]]


def locator(entity: EntityType, path: str) -> Callable[[Any], bytes]:
    """The function from an id to the path of its entity; `path` is the one of the list."""
    start = f"{path}/".encode()
    if entity.id.kind in {Kind.UUID, Kind.INTEGER}:
        return lambda id: start + encode(id).strip(b'"')
    return lambda id: start + quote(str(msgspec.to_builtins(id)), safe="").encode()


def next_link(scope: Scope, cursor: str) -> tuple[bytes, bytes]:
    """The header that leads to the next page: the same request with the cursor."""
    query = urlencode({**parse_query(scope["query_string"]), "after": [cursor]}, doseq=True)
    return b"link", f'<{quote(scope["path"])}?{query}>; rel="next"'.encode()


def root_of(scope: Scope) -> str:
    """The path under which the server was told to find the application; it is part of every path."""
    return (scope.get("root_path") or "").rstrip("/")
