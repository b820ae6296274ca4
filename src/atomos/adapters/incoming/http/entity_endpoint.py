"""Answers the requests that read entities: one, or a page of them."""

from collections.abc import Callable
from typing import Annotated, Any, Final

from msgspec import Meta

from atomos.core.domain.errors import Invalid, Problem
from atomos.core.ports.incoming.door import Filter
from atomos.wire import WireTypes

from .api import Api, encode, next_link
from .conditional import etag_of, unless_known
from .filters import filters_of, read_filters, read_sort, sort_keys_of
from .negotiation import check_accept
from .parameter import Parameter, parameter_of, parse_query, read_text
from .protocol import Receive, Scope, headers_of
from .response import JSON, REVALIDATE, Response
from .routes import EntityRoute, ListRoute

PAGE: Final = 50
"""How many items a page holds if the request does not say."""


class EntityEndpoint:
    """Reads one entity."""

    in_path: tuple[str, ...] | None = None

    def __init__(self, route: EntityRoute, api: Api) -> None:
        self._route = route
        self._api = api

    async def respond(self, scope: Scope, receive: Receive, values: tuple[str, ...], actor: Any) -> Response:  # noqa: ARG002 - the protocol's
        """The entity with its version as ETag, or 304."""
        headers = headers_of(scope)
        check_accept(headers.get(b"accept"))
        id = self._read_id(values[0], scope["query_string"])
        answer = await self._api.door.read(self._route.offer, id, actor=actor)
        tag = () if answer.version is None else ((b"etag", etag_of(answer.version)),)
        response = Response(200, encode(answer.value), (JSON, REVALIDATE, *tag))
        return unless_known(response, headers.get(b"if-none-match"))

    def _read_id(self, text: str, query: bytes) -> Any:
        problems = [Problem((name,), "is not a parameter here") for name in parse_query(query)]
        try:
            if not problems:
                return self._route.id.read_one(text)
            self._route.id.read_one(text)
        except ValueError as error:
            problems.append(Problem((self._route.id.name,), str(error)))
        raise Invalid(problems)


class ListEndpoint:
    """Reads a page of entities."""

    in_path: tuple[str, ...] | None = None

    def __init__(self, route: ListRoute, api: Api, types: WireTypes) -> None:
        most = api.settings.page_limit
        self._api = api
        self._offer = route.offer
        self.filters = filters_of(route.offer, types)
        self.sort_keys = sort_keys_of(route.offer)
        self.default_limit = min(PAGE, most)
        self.limit: Parameter = parameter_of("limit", Annotated[int, Meta(ge=1, le=most)], types)

    async def respond(self, scope: Scope, receive: Receive, values: tuple[str, ...], actor: Any) -> Response:  # noqa: ARG002 - the protocol's
        """The page, with the link to the next one."""
        check_accept(headers_of(scope).get(b"accept"))
        filters: list[Filter] = []
        paging: dict[str, Any] = {"limit": self.default_limit}
        query = scope["query_string"]
        if query:
            problems = self._read_query(query, filters, paging)
            if problems:
                raise Invalid(problems)
        page = await self._api.door.browse(self._offer, actor=actor, filters=filters, **paging)
        headers = [JSON, REVALIDATE]
        if page.next is not None:
            headers.append(next_link(scope, page.next))
        return Response(200, encode(page), headers)

    def _read_query(self, query: bytes, filters: list[Filter], paging: dict[str, Any]) -> list[Problem]:
        texts = parse_query(query)
        problems = []
        readers: dict[str, tuple[str, Callable[[str], Any]]] = {
            "sort": ("order_by", lambda text: read_sort(text, self.sort_keys)),
            "limit": ("limit", self.limit.read_one),
            "after": ("after", read_text),
        }
        for name, (argument, read) in readers.items():
            given = texts.pop(name, None)
            if given is None:
                continue
            try:
                if len(given) > 1:
                    raise ValueError("is given more than once")
                paging[argument] = read(given[0])
            except ValueError as error:
                problems.append(Problem((name,), str(error)))
        return [*problems, *read_filters(self.filters, texts, filters)]
