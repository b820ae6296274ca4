"""The HTTP renderer: an ASGI application derived from the manifest of a service."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from atomos.core.ports.incoming.door import Door
from atomos.core.wiring.fault import Faulty
from atomos.manifest import Manifest
from atomos.wire import WireTypes

from .api import Api, Endpoint, locator, root_of
from .body import Disconnected, Reception
from .command_endpoint import CommandEndpoint
from .cors import Cors
from .documentation import documentation_endpoints
from .entity_endpoint import EntityEndpoint, ListEndpoint
from .mounts import Mounts
from .no_endpoint import NoEndpoint, Refusal
from .openapi import describe
from .problem import HttpProblem, respond_to_error
from .protocol import AsgiApp, Receive, Scope, Send, headers_of
from .query_endpoint import QueryEndpoint
from .router import Router, split_raw
from .routes import ListRoute, MessageRoute, Route, derive_routes
from .settings import HttpSettings


class HttpRenderer:
    """Serves the offers of a service over HTTP. Everything is derived once, here; lives as long as the application.

    The derived API comes first, then the `mounts` (pairs of a path and an ASGI application), the longest path before
    the others. WebSockets are the mounts' alone.

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
        api = Api(door, settings, Reception(settings.body_limit, settings.receive_seconds), locators)
        self._router: Router[Endpoint] = Router()
        for route in routes:
            self._router.add(route.method, settings.prefix + route.path, _endpoint(route, api, types))
        if settings.docs:
            endpoints = documentation_endpoints(partial(describe, manifest, routes, settings, types))
            for path, endpoint in endpoints.items():
                self._router.add("GET", settings.prefix + path, endpoint)
        self._mounts = Mounts(mounts, settings.prefix)
        self._cors = Cors(settings.cors_origins) if settings.cors_origins else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it to the mounted application whose it is."""
        path = scope["path"].removeprefix(root_of(scope)) if scope.get("root_path") else scope["path"]
        if scope["type"] != "http":
            return await self._mounts.serve(path, scope, receive, send)
        endpoint, values = self._endpoint_for(path, scope)
        if endpoint is None:
            return await self._mounts.serve(path, scope, receive, send)
        try:
            response = await endpoint.respond(scope, receive, values, _actor_of(scope))
        except Disconnected:
            return None
        except Exception as error:  # noqa: BLE001 - the boundary: each becomes an answer, or is logged with its id
            response = respond_to_error(error, scope["path"], endpoint.in_path)
        if self._cors is not None:
            self._cors.apply(headers_of(scope), response)
        await send(response.start())
        return await send(response.content(with_body=scope["method"] != "HEAD"))

    def _endpoint_for(self, path: str, scope: Scope) -> tuple[Endpoint | None, tuple[str, ...]]:
        """What answers the request, and the values in its path; `None` is a mounted application."""
        raw = scope.get("raw_path")
        try:
            if raw and b"%" in raw:
                found = self._router.find_segments(split_raw(raw.removeprefix(root_of(scope).encode())))
            else:
                found = self._router.find(path)
        except HttpProblem as problem:
            return Refusal(problem), ()
        methods, values = found or ({}, ())
        endpoint = methods.get(scope["method"])
        if endpoint is not None:
            return endpoint, values
        asks_for_methods = methods and scope["method"] == "OPTIONS"
        if self._mounts.find(path) is not None and not asks_for_methods:
            return None, ()
        return NoEndpoint(methods, self._cors), ()


def _endpoint(route: Route, api: Api, types: WireTypes) -> Endpoint:
    if isinstance(route, MessageRoute):
        return CommandEndpoint(route, api) if route.is_command else QueryEndpoint(route, api)
    return ListEndpoint(route, api, types) if isinstance(route, ListRoute) else EntityEndpoint(route, api)


def _actor_of(scope: Scope) -> Any:  # noqa: ARG001 - who signed in will be found in the request
    """Who sends the request: nobody, until there are identities."""
    return None
