"""Derives the routes of a service from its offers: what stands where, and by which method."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Final, TypeAlias

from atomos.core.domain.entity import EntityType
from atomos.core.domain.naming import kebab, words
from atomos.core.ports.incoming.handler import HandlerKind
from atomos.core.ports.incoming.offer import EntityOffer, MessageOffer
from atomos.core.ports.incoming.policy import operator
from atomos.core.wiring.fault import Fault
from atomos.core.wiring.place import place
from atomos.manifest import Manifest
from atomos.wire import WireTypes

from .decoding import BodyDecoder, QueryDecoder
from .parameter import NoParameter, Parameter, parameter_of
from .router import is_parameter, parameters_of

RESERVED: Final = ("/openapi.json", "/docs", "/docs/page.js", "/docs/page.css")
"""The paths of the documentation."""

_ADDRESS: Final = re.compile(r"(?:(?P<method>[A-Z]+) +)?(?P<path>/\S*)")
_PATH: Final = re.compile(r"(/(\{[A-Za-z_][A-Za-z0-9_]*\}|[A-Za-z0-9._~!$&'()*+,;=:@-]+))+")
_ACTION_METHODS: Final = ("POST", "PUT", "PATCH", "DELETE")
_QUERY_METHODS: Final = ("GET", "POST")


@dataclass(frozen=True, slots=True)
class MessageRoute:
    """Sends a message; its fields stand in the path and in the body or the query."""

    method: str
    path: str
    offer: MessageOffer
    decoder: BodyDecoder | QueryDecoder

    @property
    def status(self) -> int:
        """What it answers if all is well."""
        annotation = self.offer.shape.annotation
        if annotation is None or annotation is type(None):
            return 204
        return 201 if self.offer.creates else 200

    @property
    def in_path(self) -> tuple[str, ...] | None:
        """The fields that stand in the path; `None` if there is no body, so that every field is a parameter."""
        return tuple(parameters_of(self.path)) if isinstance(self.decoder, BodyDecoder) else None

    @property
    def is_command(self) -> bool:
        """Whether it changes something."""
        return self.offer.handler.kind is HandlerKind.ACTION


@dataclass(frozen=True, slots=True)
class ListRoute:
    """Lists the entities of an offer."""

    method: str
    path: str
    offer: EntityOffer


@dataclass(frozen=True, slots=True)
class EntityRoute:
    """Reads one entity of an offer by its id, the one parameter of the path."""

    method: str
    path: str
    offer: EntityOffer
    id: Parameter


Route: TypeAlias = MessageRoute | ListRoute | EntityRoute


def derive_routes(manifest: Manifest, types: WireTypes) -> tuple[tuple[Route, ...], tuple[Fault, ...]]:
    """The routes of all offers but those for the operator, without a prefix, and what is wrong with the offers."""
    routes: list[Route] = []
    faults: list[Fault] = []
    for offer in manifest.message_offers:
        if offer.policy is not operator:
            _add_message(offer, types, routes, faults)
    for entity_offer in manifest.entity_offers:
        if entity_offer.policy is not operator:
            _add_entity(entity_offer, types, routes, faults)
    return tuple(routes), (*faults, *_collisions(routes))


def verb_of(message: type, entity: EntityType) -> str:
    """What a message does with an entity, without naming it: `FinishTask` → `finish`."""
    said, name = words(message.__name__), entity.name.split("_")
    for start in range(len(said) - len(name) + 1):
        if said[start : start + len(name)] == name:
            return "-".join(said[:start] + said[start + len(name) :]) or kebab(message.__name__)
    return kebab(message.__name__)


def _add_message(offer: MessageOffer, types: WireTypes, routes: list[Route], faults: list[Fault]) -> None:
    method, path = _chosen_address(offer) if offer.at else _derived_address(offer)
    wrong = tuple(_address_faults(offer, method, path)) if offer.at else ()
    faults += wrong
    if wrong:
        return
    in_path = tuple(parameters_of(path))
    make = QueryDecoder if method in {"GET", "DELETE"} else BodyDecoder
    try:
        decoder = make(offer.message, in_path, types)
    except (NoParameter, TypeError, NameError) as error:
        faults.append(_unreadable(offer, method, error))
        return
    routes.append(MessageRoute(method, path, offer, decoder))


def _derived_address(offer: MessageOffer) -> tuple[str, str]:
    method = "GET" if offer.handler.kind is HandlerKind.QUERY else "POST"
    if offer.creates:
        return method, f"/{offer.creates.collection}"
    if offer.acts_on and offer.identified_by:
        verb = verb_of(offer.message, offer.acts_on)
        return method, f"/{offer.acts_on.collection}/{{{offer.identified_by}}}/{verb}"
    return method, f"/{kebab(offer.message.__name__)}"


def _chosen_address(offer: MessageOffer | EntityOffer) -> tuple[str, str]:
    match = _ADDRESS.fullmatch(offer.at or "")
    return (match["method"] or "", match["path"]) if match else ("", "")


def _address_faults(offer: MessageOffer, method: str, path: str) -> Iterator[Fault]:
    where, message = place(offer.message), offer.message.__name__
    allowed = _QUERY_METHODS if offer.handler.kind is HandlerKind.QUERY else _ACTION_METHODS
    if not _PATH.fullmatch(path):
        hint = f'write a method and a path: at="{allowed[0]} /{kebab(message)}"'
        yield Fault("http-address", where, f"at={offer.at!r} of {message} is no address", hint)
    elif method not in allowed:
        yield Fault(
            "http-method",
            where,
            f"at={offer.at!r} of {message}: {method or 'no method'}",
            f"use {' or '.join(allowed)}",
        )
    known = {field.name for field in fields(offer.message) if field.init}
    names = list(parameters_of(path))
    for name in names:
        if name not in known:
            hint = f"name a field: {', '.join(sorted(known)) or 'it has none'}"
            yield Fault("http-path-name", where, f"at={offer.at!r} names {name}, which {message} lacks", hint)
    if len(set(names)) < len(names):
        yield Fault("http-path-name", where, f"at={offer.at!r} of {message} names a field twice", "name each once")


def _unreadable(offer: MessageOffer, method: str, error: Exception) -> Fault:
    message = offer.message.__name__
    if isinstance(error, NoParameter):
        hint = (
            f'offer it with at="POST /{kebab(message)}", so that its fields stand in the body'
            if method == "GET"
            else "use a plain value there"
        )
        return Fault("http-parameter", place(offer.message), f"{message}: {error}", hint)
    return Fault(
        "http-message",
        place(offer.message),
        f"{message} cannot be read from JSON: {error}",
        "use other types for its fields",
    )


def _add_entity(offer: EntityOffer, types: WireTypes, routes: list[Route], faults: list[Fault]) -> None:
    entity, where = offer.entity, place(offer.entity.cls)
    method, path = _chosen_address(offer) if offer.at else ("GET", f"/{entity.collection}")
    if method not in {"", "GET"} or not _PATH.fullmatch(path) or any(parameters_of(path)):
        hint = f'write the path of the list: at="GET /{entity.collection}"'
        faults.append(
            Fault("http-address", where, f"at={offer.at!r} of {entity.cls.__name__} is no address of a list", hint)
        )
        return
    name = f"{entity.name}_id"
    try:
        id = parameter_of(name, entity.id.annotation, types)
    except NoParameter as error:
        faults.append(Fault("http-parameter", where, f"{entity.cls.__name__}: {error}", "use a plain value as its id"))
        return
    routes += (ListRoute("GET", path, offer), EntityRoute("GET", f"{path}/{{{name}}}", offer, id))


def _collisions(routes: Iterable[Route]) -> Iterator[Fault]:
    taken: dict[tuple[str, str], str] = {("GET", path): "the documentation" for path in RESERVED}
    for route in routes:
        pattern = "/".join("{}" if is_parameter(segment) else segment for segment in route.path.split("/"))
        offered = route.offer.message if isinstance(route, MessageRoute) else route.offer.entity.cls
        other = taken.setdefault((route.method, pattern), offered.__name__)
        if other != offered.__name__:
            message = f"{route.method} {route.path} stands for {other} and for {offered.__name__}"
            yield Fault("http-collision", place(offered), message, "give one of them another address with at=")
