"""Describes the parameters of the derived operations for OpenAPI."""

import dataclasses
from typing import Any, Final

import msgspec

from atomos.wire import WireTypes

from .decoding import QueryDecoder
from .entity_endpoint import PAGE
from .filters import SYMBOLS, filters_of, sort_keys_of
from .parameter import Parameter
from .routes import EntityRoute, ListRoute, MessageRoute
from .schemas import Schemas

_WORDS: Final = {**SYMBOLS, "": "equals", "startswith": "starts with", "null": "is absent"}
IDEMPOTENCY_KEY: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "Sent again under the same key, the command is not done again; the first answer comes back.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
    "example": "5e0b6c1e-4f2a-4b0c-9d5b-0d6d3c1a2f10",
}
IF_MATCH: Final = {
    "name": "If-Match",
    "in": "header",
    "description": "The ETag of the version that was read; the command is refused if there is another by now.",
    "schema": {"type": "string"},
    "example": '"3"',
}
IF_NONE_MATCH: Final = {
    "name": "If-None-Match",
    "in": "header",
    "description": "The ETag that the client has; if it is still the version, the answer is 304 without a body.",
    "schema": {"type": "string"},
    "example": '"3"',
}


def message_parameters(route: MessageRoute, schemas: Schemas) -> list[dict[str, Any]]:
    """The parameters in the path and the query of a message."""
    described = [_described(parameter, "path", schemas) for parameter in route.decoder.path]
    if isinstance(route.decoder, QueryDecoder):
        described += [_described(parameter, "query", schemas) for parameter in route.decoder.query.values()]
    return described


def entity_parameters(route: EntityRoute, schemas: Schemas) -> list[dict[str, Any]]:
    """The parameters of reading one entity."""
    return [_described(route.id, "path", schemas), IF_NONE_MATCH]


def list_parameters(route: ListRoute, schemas: Schemas, types: WireTypes, most: int) -> list[dict[str, Any]]:
    """The filters, the order and the page of a list."""
    limit = {"type": "integer", "minimum": 1, "maximum": most, "default": min(PAGE, most)}
    keys = sorted(sort_keys_of(route.offer))
    signed = [sign + key for key in keys for sign in ("", "-")]
    order = {
        "type": "array",
        "items": {"type": "string", "enum": signed},
        "minItems": 1,
        "maxItems": 3,
        "uniqueItems": True,
    }
    described: list[dict[str, Any]] = [
        {"name": "limit", "in": "query", "description": "The most items in the page.", "schema": limit},
        {"name": "after", "in": "query", "description": "The `next` of the page before.", "schema": {"type": "string"}},
    ]
    if keys:
        text = "Fields to sort by, separated by commas; a minus descends."
        described.append({"name": "sort", "in": "query", "description": text, "explode": False, "schema": order})
    for each in filters_of(route.offer, types).values():
        text = f"`{each.path}` {_WORDS[each.word]}{' one of' if each.parameter.collect else ''}".strip()
        described.append({**_described(each.parameter, "query", schemas), "required": False, "description": text})
    return described


def _described(parameter: Parameter, place: str, schemas: Schemas) -> dict[str, Any]:
    schema = schemas.wire(parameter.wire)
    if parameter.collect is not None:
        schema = {"type": "array", "items": schema}
    elif not parameter.required and (default := _default(parameter)) is not None:
        schema = {"allOf": [schema], "default": default}
    return {"name": parameter.name, "in": place, "required": parameter.required, "schema": schema}


def _default(parameter: Parameter) -> Any:
    assert parameter.field is not None
    default = parameter.field.default
    return None if default is dataclasses.MISSING or default is ... else msgspec.to_builtins(default)
