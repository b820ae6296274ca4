"""The HTTP renderer: an ASGI application derived from the manifest of a service."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, Final

from atomos.core.ports.incoming.door import Door
from atomos.core.wiring.fault import Faulty
from atomos.manifest import Manifest

from .api import Api, Endpoint, locator, root_of
from .body import Disconnected
from .cors import Cors
from .documentation import documentation_endpoints
from .entity_endpoint import EntityEndpoint, ListEndpoint
from .message_endpoint import MessageEndpoint
from .mounts import Mounts
from .openapi import describe
from .problem import HttpProblem, respond_to_error
from .protocol import AsgiApp, Receive, Scope, Send, headers_of
from .response import Response
from .router import Router, split_raw
from .routes import ListRoute, MessageRoute, Route, derive_routes
from .settings import HttpSettings
from .wire import WireTypes

Found = tuple[Mapping[str, Endpoint], tuple[str, ...]]
_NOWHERE: Final[Found] = ({}, ())


class HttpRenderer:
    """Serves the offers of a service over HTTP. Everything is derived once, here; lives as long as the application.

    The derived API comes first, then the `mounts` (pairs of a path and an ASGI application), the longest path before
    the others. Only `http` scopes are its business.

    Raises: Faulty (offers that have no route), Misconfigured (wrong settings).
    """

    def __init__(
        self,
        manifest: Manifest,
        door: Door,
        settings: HttpSettings | None = None,
        mounts: Iterable[tuple[str, AsgiApp]] = (),
    ) -> None:
        settings = settings or HttpSettings()
        settings.validate()
        types = WireTypes()
        routes, faults = derive_routes(manifest, types)
        if faults:
            raise Faulty(faults)
        locators = {
            route.offer.entity: locator(route.offer.entity, settings.prefix + route.path)
            for route in routes
            if isinstance(route, ListRoute)
        }
        api = Api(door, settings, locators)
        self._router: Router[Endpoint] = Router()
        for route in routes:
            self._router.add(route.method, settings.prefix + route.path, _endpoint(route, api, types))
        if settings.docs:
            endpoints = documentation_endpoints(partial(describe, manifest, routes, settings, types))
            for path, endpoint in endpoints.items():
                self._router.add("GET", settings.prefix + path, endpoint)
        self._mounts = Mounts(mounts)
        self._cors = Cors(settings.cors_origins) if settings.cors_origins else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it to the mounted application whose it is."""
        path = scope["path"].removeprefix(root_of(scope)) if scope.get("root_path") else scope["path"]
        method = scope["method"]
        endpoint = None
        try:
            methods, values = self._find(path, scope) or _NOWHERE
            endpoint = methods.get(method)
            if endpoint is None:
                mounted = self._mounts.find(path, scope)
                if mounted is not None and not (methods and method == "OPTIONS"):
                    app, inner = mounted
                    return await app(inner, receive, send)
                response = self._without_endpoint(scope, methods)
            else:
                response = await endpoint.respond(scope, receive, values, _actor_of(scope))
        except Disconnected:
            return None
        except Exception as error:  # noqa: BLE001 - the boundary: every error becomes an answer, or is logged with its id
            response = respond_to_error(error, scope["path"], endpoint.in_path if endpoint else ())
        if self._cors is not None:
            self._cors.apply(headers_of(scope), response)
        await send(response.start())
        return await send(response.content(with_body=method != "HEAD"))

    def _find(self, path: str, scope: Scope) -> Found | None:
        raw = scope.get("raw_path")
        if not raw or b"%" not in raw:
            return self._router.find(path)
        segments = split_raw(raw)
        return self._router.find_segments(segments[root_of(scope).count("/") :])

    def _without_endpoint(self, scope: Scope, methods: Mapping[str, Endpoint]) -> Response:
        """The answer where no endpoint is: 404, 405, or what OPTIONS asks for."""
        if not methods:
            raise HttpProblem(404, "not-found", "nothing is offered here")
        allow = ", ".join(sorted({*methods, "OPTIONS"})).encode()
        if scope["method"] != "OPTIONS":
            detail = f"this path takes {allow.decode()}"
            raise HttpProblem(405, "method-not-allowed", detail, headers=((b"allow", allow),))
        preflight = self._cors.preflight(headers_of(scope), allow) if self._cors else None
        return preflight or Response(204, headers=((b"allow", allow),))


def _endpoint(route: Route, api: Api, types: WireTypes) -> Endpoint:
    if isinstance(route, MessageRoute):
        return MessageEndpoint(route, api)
    return ListEndpoint(route, api, types) if isinstance(route, ListRoute) else EntityEndpoint(route, api)


def _actor_of(scope: Scope) -> Any:  # noqa: ARG001 - who signed in will be found in the request
    """Who sends the request: nobody, until there are identities."""
    return None
