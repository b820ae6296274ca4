"""Answers the requests that carry a command."""

from functools import partial
from typing import Any

from atomos.core.ports.incoming.door import Answer

from .api import Api, encode, root_of
from .conditional import etag_of, expected_version
from .idempotency import once, restore
from .negotiation import check_accept
from .protocol import Receive, Scope, headers_of
from .response import JSON, Response
from .routes import MessageRoute


class CommandEndpoint:
    """Makes the command of a request, has it done and writes the answer."""

    def __init__(self, route: MessageRoute, api: Api) -> None:
        offer = route.offer
        self.in_path = route.in_path
        self._decode = route.decoder.decode
        self._execute = api.door.execute
        self._receive_json = api.reception.receive_json
        self._status = route.status
        self._locate = api.locators.get(offer.creates) if offer.creates else None
        self._conditional = offer.acts_on.name if offer.acts_on and not offer.creates else None

    async def respond(self, scope: Scope, receive: Receive, values: tuple[str, ...], actor: Any) -> Response:
        """The answer to the command, or the one that was stored for its idempotency key."""
        headers = headers_of(scope)
        check_accept(headers.get(b"accept"))
        body = b"" if self.in_path is None else await self._receive_json(receive, headers)
        command = self._decode(values, scope["query_string"], body)
        key, if_match, version = headers.get(b"idempotency-key"), headers.get(b"if-match"), None
        if if_match is not None and self._conditional is not None:
            version = expected_version(if_match, self._conditional)
        asked = None if key is None else once(key, scope, body, partial(self._response, scope))
        answer = await self._execute(command, actor=actor, expected_version=version, once=asked)
        return self._response(scope, answer) if answer.replayed is None else restore(answer.replayed)

    def _response(self, scope: Scope, answer: Answer) -> Response:
        if self._status == 204:
            return Response(204)
        headers = [JSON]
        if answer.version is not None:
            headers.append((b"etag", etag_of(answer.version)))
        if self._locate is not None and answer.id is not None:
            headers.append((b"location", root_of(scope).encode() + self._locate(answer.id)))
        return Response(self._status, encode(answer.value), headers)
