"""Describes the derived API.

Source: OpenAPI 3.1, https://spec.openapis.org/oas/v3.1.1.html
"""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, Final

from atomos.core.domain.entity import EntityType
from atomos.core.domain.naming import snake, words
from atomos.core.ports.incoming.offer import EntityOffer
from atomos.core.ports.incoming.policy import anyone
from atomos.manifest import Manifest
from atomos.wire import WireTypes, written_docstring

from .decoding import BodyDecoder, QueryDecoder
from .operation_parameters import (
    IDEMPOTENCY_KEY,
    IF_MATCH,
    IF_NONE_MATCH,
    entity_parameters,
    list_parameters,
    message_parameters,
)
from .problem import CONTENT_TYPE, STATUS_OF
from .routes import EntityRoute, ListRoute, MessageRoute, Route
from .schemas import Schemas, page_schema
from .settings import HttpSettings

_READING: Final = (400, 406, 422, 500, 503)
_SENDING: Final = (*_READING, 403, 404)
_TEXT_OF: Final = {
    400: "The request cannot be read: broken JSON, a broken path, query or header.",
    401: "Nobody is signed in.",
    403: "The policy does not allow this.",
    404: "It does not exist, or not for this actor.",
    406: "The Accept header does not allow JSON.",
    408: "The body did not come in time.",
    409: "It conflicts with what is stored: changed meanwhile, taken already, or still referenced.",
    412: "The entity has another version than If-Match names.",
    413: "The body is too large.",
    415: "The body is not JSON.",
    422: "Values are wrong; every one is named.",
    500: "An error inside; its id leads to the log.",
    503: "A part of the service cannot be reached; try again.",
}
_ETAG: Final = {"description": "The version of the entity.", "schema": {"type": "string"}}
_LINK: Final = {"description": 'The next page, as `<…>; rel="next"`.', "schema": {"type": "string"}}
_LOCATION: Final = {"description": "Where the new entity is.", "schema": {"type": "string", "format": "uri-reference"}}
_REPLAYED: Final = {
    "description": "`true` on an answer that was stored before.",
    "schema": {"type": "string", "const": "true"},
}
_ERROR: Final = {
    "type": "object",
    "description": "One wrong value: a JSON pointer into the body, or the name of a parameter or header.",
    "properties": {name: {"type": "string"} for name in ("pointer", "parameter", "header", "detail")},
    "required": ["detail"],
}
_PROBLEM: Final = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "id": {"type": "string", "format": "uuid", "description": "Names an error inside in the log."},
        "errors": {"type": "array", "items": _ERROR},
    },
    "required": ["type", "title", "status"],
}


def describe(manifest: Manifest, routes: Iterable[Route], settings: HttpSettings, types: WireTypes) -> dict[str, Any]:
    """The OpenAPI document of these routes."""
    described = _Description(manifest, settings, types)
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = described.operation(route)
    schemas = described.schemas.components()
    statuses = sorted(described.statuses)
    info = {
        "title": settings.title or manifest.service,
        "version": settings.version,
        "description": settings.description,
    }
    return {
        "openapi": "3.1.0",
        "info": {name: text for name, text in info.items() if text or name != "description"},
        "servers": [{"url": settings.prefix or "/"}],
        "paths": paths,
        "components": {
            "schemas": {**schemas, "Problem": _PROBLEM},
            "responses": {_phrase(status): _problem_response(status) for status in statuses},
        },
        "tags": [{"name": name} for name in sorted(described.tags)],
    }


class _Description:
    """Describes one operation after the other, and remembers what they share."""

    def __init__(self, manifest: Manifest, settings: HttpSettings, types: WireTypes) -> None:
        self.schemas = Schemas(types)
        self.statuses: set[int] = set()
        self.tags: set[str] = set()
        self._settings = settings
        self._types = types
        self._service = manifest.service
        self._readable = {offer.entity for offer in manifest.entity_offers}
        self._declared = {STATUS_OF[error][0] for error in manifest.errors.values() if error in STATUS_OF}
        self._ids: set[str] = set()

    def operation(self, route: Route) -> dict[str, Any]:
        if isinstance(route, MessageRoute):
            return self._message(route)
        return self._list(route) if isinstance(route, ListRoute) else self._entity(route)

    def _message(self, route: MessageRoute) -> dict[str, Any]:
        offer, decoder = route.offer, route.decoder
        entity = offer.creates or offer.acts_on or offer.shape.entity
        parameters = message_parameters(route, self.schemas)
        operation = self._head(snake(offer.message.__name__), entity, " ".join(words(offer.message.__name__)))
        if text := written_docstring(offer.message) or offer.handler.function.__doc__:
            operation["description"] = text
        failures = {*_SENDING, *self._declared, *(() if offer.policy is anyone else (401,))}
        if route.is_command:
            parameters.append(IDEMPOTENCY_KEY)
            failures.add(409)
            if offer.acts_on and not offer.creates:
                parameters.append(IF_MATCH)
                failures.add(412)
        if isinstance(decoder, BodyDecoder):
            failures |= {408, 413, 415}
            operation["requestBody"] = {
                "content": {"application/json": {"schema": self.schemas.wire(decoder.wire)}},
                "required": decoder.requires_body,
            }
        answers = {str(route.status): self._answer(route)}
        if route.method == "GET" and offer.shape.entity:
            answers["304"] = {"description": "The client has this version."}
            parameters.append(IF_NONE_MATCH)
        return {**operation, "parameters": parameters, "responses": answers | self._failures(failures)}

    def _answer(self, route: MessageRoute) -> dict[str, Any]:
        offer = route.offer
        headers: dict[str, Any] = {"Idempotency-Replayed": _REPLAYED} if route.is_command else {}
        if offer.shape.entity:
            headers["ETag"] = _ETAG
        if offer.creates in self._readable:
            headers["Location"] = _LOCATION
        if isinstance(route.decoder, QueryDecoder) and "after" in route.decoder.query:
            headers["Link"] = _LINK
        answer: dict[str, Any] = {"description": HTTPStatus(route.status).phrase}
        if headers:
            answer["headers"] = headers
        if route.status != 204:
            answer["content"] = {"application/json": {"schema": self.schemas.shown(offer.shape.annotation)}}
        return answer

    def _list(self, route: ListRoute) -> dict[str, Any]:
        offer = route.offer
        page = page_schema(self.schemas.shown(offer.shape.annotation))
        answer = {
            "description": "A page.",
            "headers": {"Link": _LINK},
            "content": {"application/json": {"schema": page}},
        }
        return {
            **self._head(f"list_{offer.entity.collection}", offer.entity, f"list {offer.entity.collection}"),
            "parameters": list_parameters(route, self.schemas, self._types, self._settings.page_limit),
            "responses": {"200": answer} | self._failures(self._reading_failures(offer)),
        }

    def _entity(self, route: EntityRoute) -> dict[str, Any]:
        offer = route.offer
        schema = self.schemas.shown(offer.shape.annotation)
        answer = {
            "description": "The entity.",
            "headers": {"ETag": _ETAG},
            "content": {"application/json": {"schema": schema}},
        }
        return {
            **self._head(f"get_{offer.entity.name}", offer.entity, f"get {offer.entity.name}"),
            "parameters": entity_parameters(route, self.schemas),
            "responses": {"200": answer, "304": {"description": "The client has this version."}}
            | self._failures({404, *self._reading_failures(offer)}),
        }

    def _head(self, id: str, entity: EntityType | None, summary: str) -> dict[str, Any]:
        unique = next(i for n in range(1, 1000) if (i := id if n == 1 else f"{id}_{n}") not in self._ids)
        self._ids.add(unique)
        tag = entity.cls.__name__ if entity else self._service
        self.tags.add(tag)
        return {"operationId": unique, "tags": [tag], "summary": summary.replace("_", " ").capitalize()}

    def _reading_failures(self, offer: EntityOffer) -> set[int]:
        return {*_READING, *self._declared, *(() if offer.policy is anyone else (401, 403))}

    def _failures(self, statuses: set[int]) -> dict[str, Any]:
        self.statuses |= statuses
        return {str(status): {"$ref": f"#/components/responses/{_phrase(status)}"} for status in sorted(statuses)}


def _problem_response(status: int) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": _TEXT_OF[status], "content": {CONTENT_TYPE.decode(): {"schema": schema}}}


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase.title().replace(" ", "").replace("-", "")
