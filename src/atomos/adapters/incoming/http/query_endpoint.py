"""Answers the requests that carry a query."""

from typing import Any

from atomos.core.domain.page import Page

from .api import Api, encode, next_link
from .conditional import etag_of, unless_known
from .decoding import QueryDecoder
from .negotiation import check_accept
from .protocol import Receive, Scope, headers_of
from .response import JSON, REVALIDATE, Response
from .routes import MessageRoute


class QueryEndpoint:
    """Makes the query of a request, has it answered and writes the answer."""

    def __init__(self, route: MessageRoute, api: Api) -> None:
        self.in_path = route.in_path
        self._decode = route.decoder.decode
        self._execute = api.door.execute
        self._receive_json = api.reception.receive_json
        self._status = route.status
        self._has_pages = isinstance(route.decoder, QueryDecoder) and "after" in route.decoder.query

    async def respond(self, scope: Scope, receive: Receive, values: tuple[str, ...], actor: Any) -> Response:
        """The answer to the query, with the link to the next page; or 304."""
        headers = headers_of(scope)
        check_accept(headers.get(b"accept"))
        body = b"" if self.in_path is None else await self._receive_json(receive, headers)
        answer = await self._execute(self._decode(values, scope["query_string"], body), actor=actor)
        if self._status == 204:
            return Response(204)
        told = [JSON, REVALIDATE]
        if answer.version is not None:
            told.append((b"etag", etag_of(answer.version)))
        if self._has_pages and isinstance(answer.value, Page) and answer.value.next is not None:
            told.append(next_link(scope, answer.value.next))
        response = Response(200, encode(answer.value), told)
        return unless_known(response, headers.get(b"if-none-match")) if self.in_path is None else response
