"""Answers the requests that carry a message."""

from functools import partial
from typing import Any

from atomos.core.domain.page import Page
from atomos.core.ports.incoming.door import Answer

from .api import Api, encode, next_link, root_of
from .body import receive_body
from .conditional import etag_of, expected_version, unless_known
from .decoding import BodyDecoder, QueryDecoder
from .idempotency import once, restore
from .negotiation import check_accept, check_content_type
from .protocol import Receive, Scope, headers_of
from .response import JSON, Response
from .router import parameters_of
from .routes import MessageRoute


class MessageEndpoint:
    """Makes the message of a request, hands it through the door and writes the answer."""

    def __init__(self, route: MessageRoute, api: Api) -> None:
        offer = route.offer
        self.in_path = tuple(parameters_of(route.path)) if isinstance(route.decoder, BodyDecoder) else None
        self._decode = route.decoder.decode
        self._execute = api.door.execute
        self._limit = api.settings.body_limit
        self._status = route.status
        self._has_body = self.in_path is not None
        self._is_command = route.is_command
        self._matches = offer.acts_on.name if route.is_command and offer.acts_on and not offer.creates else None
        self._locate = api.locators.get(offer.creates) if offer.creates else None
        self._reads = route.method == "GET"
        self._paged = isinstance(route.decoder, QueryDecoder) and "after" in route.decoder.query

    async def respond(self, scope: Scope, receive: Receive, values: tuple[str, ...], actor: Any) -> Response:
        """The answer of the door, whole."""
        headers = headers_of(scope)
        check_accept(headers.get(b"accept"))
        body = b""
        if self._has_body:
            body = await receive_body(receive, headers.get(b"content-length"), self._limit)
            if body:
                check_content_type(headers.get(b"content-type"))
        message = self._decode(values, scope["query_string"], body)
        if not self._is_command:
            answer = await self._execute(message, actor=actor)
            response = self._response(scope, answer)
            return unless_known(response, headers.get(b"if-none-match")) if self._reads else response
        key, if_match = headers.get(b"idempotency-key"), headers.get(b"if-match")
        answer = await self._execute(
            message,
            actor=actor,
            expected_version=None
            if if_match is None or self._matches is None
            else expected_version(if_match, self._matches),
            once=None if key is None else once(key, scope, body, partial(self._response, scope)),
        )
        return self._response(scope, answer) if answer.replayed is None else restore(answer.replayed)

    def _response(self, scope: Scope, answer: Answer) -> Response:
        if self._status == 204:
            return Response(204)
        headers = [JSON]
        if answer.version is not None:
            headers.append((b"etag", etag_of(answer.version)))
        if self._locate is not None and answer.id is not None:
            headers.append((b"location", root_of(scope).encode() + self._locate(answer.id)))
        elif self._paged and isinstance(answer.value, Page) and answer.value.next is not None:
            headers.append(next_link(scope, answer.value.next))
        return Response(self._status, encode(answer.value), headers)
