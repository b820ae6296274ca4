"""The graph of a service, read from its manifest."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from atomos.core.ports.incoming.handler import Collection, Handler, HandlerKind, Loaded, Need, Searching
from atomos.manifest import Manifest


class Role(Enum):
    """What a node stands for."""

    COMMAND = "command"
    QUERY = "query"
    EVENT = "event"
    ACTION = "action"
    ANSWER = "query handler"
    REACTION = "reaction"
    ENTITY = "entity"


@dataclass(frozen=True, slots=True)
class Node:
    """One thing on the map; `note` is what stands below its name: who may, or where it is."""

    key: str
    name: str
    role: Role
    note: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """A way from one node to another, in the direction in which things happen; `label` may be empty."""

    start: str
    end: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes and edges in a stable order."""

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


_MESSAGE = {HandlerKind.ACTION: Role.COMMAND, HandlerKind.QUERY: Role.QUERY, HandlerKind.REACTION: Role.EVENT}
_HANDLER = {HandlerKind.ACTION: Role.ACTION, HandlerKind.QUERY: Role.ANSWER, HandlerKind.REACTION: Role.REACTION}


_READING: dict[type[Need], str] = {Loaded: "loads", Collection: "asks for", Searching: "searches"}


def draw_graph(manifest: Manifest) -> Graph:
    """The graph of a service."""
    nodes: dict[str, Node] = {}
    edges: dict[Edge, None] = {}
    policies = {offer.message: offer.guard.name for offer in manifest.message_offers}
    for handler in manifest.handlers:
        message, function = _message_key(handler.message), _handler_key(handler)
        may = policies.get(handler.message, "")
        nodes.setdefault(message, Node(message, handler.message.__name__, _MESSAGE[handler.kind], may))
        nodes[function] = Node(function, handler.name, _HANDLER[handler.kind], handler.place.rpartition("/")[2])
        edges[Edge(message, function)] = None
    commands = {handler.message for handler in manifest.handlers if handler.kind is HandlerKind.ACTION}
    for handler in manifest.handlers:
        for node, edge in _effects(handler, commands):
            nodes.setdefault(node.key, node)
            edges[edge] = None
    return Graph(manifest.service, tuple(nodes.values()), tuple(edges))


def _effects(handler: Handler, commands: set[type]) -> Iterator[tuple[Node, Edge]]:
    """What a handler reads, makes and tells."""
    function = _handler_key(handler)
    for need in handler.needs:
        if isinstance(need, (Loaded, Collection, Searching)):
            entity = Node(f"entity {need.entity.name}", need.entity.cls.__name__, Role.ENTITY)
            yield entity, Edge(function, entity.key, _READING[type(need)])
    if handler.kind is HandlerKind.QUERY:
        return
    for made in handler.returns.entities:
        entity = Node(f"entity {made.name}", made.cls.__name__, Role.ENTITY)
        yield entity, Edge(function, entity.key, "keeps")
    for message in handler.returns.messages:
        role = Role.COMMAND if message in commands else Role.EVENT
        node = Node(_message_key(message), message.__name__, role)
        yield node, Edge(function, node.key, "asks for" if role is Role.COMMAND else "tells")


def _message_key(message: type) -> str:
    return f"message {message.__module__}.{message.__qualname__}"


def _handler_key(handler: Handler) -> str:
    return f"handler {handler.function.__module__}.{handler.name}"
