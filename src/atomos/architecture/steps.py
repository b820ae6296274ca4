"""What each sentence of the layout means: one definition a sentence."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from atomos.architecture.declarations import ServiceCall, entities, handlers, service_calls
from atomos.architecture.location import project_folders
from atomos.architecture.room import CORE, Room, room_of
from atomos.architecture.source import Module, Source
from atomos.core.wiring.fault import Fault

Step = Callable[[Source], Iterator[Fault]]


def _domain(source: Source) -> Iterator[Fault]:
    yield from _missing(source, Room.DOMAIN, "keep entities, value objects, commands and events there")
    for module in _modules(source, Room.USE_CASES):
        hint = "move it to core/domain"
        for entity in entities(module):
            yield Fault(
                "misplaced-entity",
                module.at(entity),
                f"the entity {entity.name} is declared among use cases",
                hint,
            )
        for handler in handlers(module):
            if handler.kind != "query" and _room(source, handler.message) is Room.USE_CASES:
                what = f"the {'event' if handler.kind == 'reaction' else 'command'} {_last(handler.message)}"
                yield Fault("misplaced-message", module.at(handler.node), f"{what} is declared among use cases", hint)


def _use_cases(source: Source) -> Iterator[Fault]:
    yield from _missing(source, Room.USE_CASES, "keep actions, queries and reactions there")
    for module in _modules(source, *(CORE - {Room.USE_CASES})):
        for handler in handlers(module):
            if handler.message:
                what = f"{handler.name} is {'an' if handler.kind == 'action' else 'a'} {handler.kind}"
                hint = "move it to core/use_cases; if it handles nothing, rename its first parameter"
                yield Fault("misplaced-handler", module.at(handler.node), what, hint)


def _incoming_ports(source: Source) -> Iterator[Fault]:
    yield from _missing(source, Room.PORTS_INCOMING, "keep the offers there, in a function that takes the service")
    for module, call in _calls(source, "offer"):
        if _room(source, module.name) is not Room.PORTS_INCOMING:
            hint = "move the offer to a function in core/ports/incoming, and call that in main.py"
            yield Fault(
                "misplaced-offer",
                module.at(call.node),
                "an offer is made outside of the incoming ports",
                hint,
            )


def _outgoing_ports(source: Source) -> Iterator[Fault]:
    yield from _missing(source, Room.PORTS_OUTGOING, "keep a Protocol there for each part outside that is needed")
    for module, call in _calls(source, "provide"):
        port = call.argument(0)
        if _is_own(source, port) and _room(source, port) not in {Room.PORTS_OUTGOING, Room.ROOT}:
            what = f"{_last(port)} is provided as a port and declared elsewhere"
            yield Fault("misplaced-port", module.at(call.node), what, "move its class to core/ports/outgoing")


def _adapters(source: Source) -> Iterator[Fault]:
    yield from _missing(source, Room.ADAPTERS_INCOMING, "keep controllers, pages and consumers there")
    yield from _missing(source, Room.ADAPTERS_OUTGOING, "keep repositories and clients there")
    for method, room in (("provide", Room.ADAPTERS_OUTGOING), ("mount", Room.ADAPTERS_INCOMING)):
        for module, call in _calls(source, method):
            adapter = call.argument(1)
            gives_settings = _room(source, call.argument(0)) is Room.ROOT
            if _is_own(source, adapter) and _room(source, adapter) not in {room, Room.MAIN} and not gives_settings:
                what = f"{_last(adapter)} is an adapter and declared elsewhere"
                yield Fault("misplaced-adapter", module.at(call.node), what, f"move it to {room.value}")


def _entry_points(source: Source) -> Iterator[Fault]:
    if not _is_part(source, "config"):
        yield _no_entry_point(source, "config", "add config.py, or a folder, for the typed settings of the service")
    if not (source.root / "main.py").is_file():
        yield _no_entry_point(source, "main.py", "add main.py: it declares the service and chooses the adapters")
    if not any((folder / "Dockerfile").is_file() for folder in project_folders(source.root)):
        yield _no_entry_point(source, "Dockerfile", "add a Dockerfile here or beside the pyproject.toml")


STEPS: Mapping[str, Step] = MappingProxyType({
    '"core" has "domain" for entities and value objects, commands and events':
        _domain,
    '"use_cases" for actions, queries and reactions':
        _use_cases,
    '"ports/incoming" for the API contracts (the offers: what, to whom, where, shown as what)':
        _incoming_ports,
    '"ports/outgoing" for the interfaces to the outside':
        _outgoing_ports,
    '"adapters/incoming" has controllers, pages and consumers, "adapters/outgoing" repositories and clients':
        _adapters,
    'the root has "config", "main.py" and "Dockerfile"':
        _entry_points,
})  # fmt: skip
"""The definition of each sentence, by its text."""


def _missing(source: Source, room: Room, hint: str) -> Iterator[Fault]:
    if not _is_part(source, room.value):
        yield Fault("missing-room", f"{source.root.name}/{room.value}", f"there is no {room.value}", hint)


def _no_entry_point(source: Source, name: str, hint: str) -> Fault:
    return Fault("missing-entry-point", source.root.name, f"there is no {name}", hint)


def _is_part(source: Source, path: str) -> bool:
    """Whether the service has a folder, or a module, of that name."""
    place = source.root / path
    return place.is_dir() or place.with_suffix(".py").is_file()


def _modules(source: Source, *rooms: Room) -> Iterator[Module]:
    return (module for name, module in source.modules.items() if _room(source, name) in rooms)


def _calls(source: Source, method: str) -> Iterator[tuple[Module, ServiceCall]]:
    for module in source.modules.values():
        yield from ((module, call) for call in service_calls(module) if call.method == method)


def _room(source: Source, name: str | None) -> Room | None:
    """The room that a dotted name, of a module or of something in it, belongs to."""
    parts = source.parts(name) if name else None
    if parts is None:
        return None
    return Room.MAIN if parts[:1] == ("main",) else room_of(parts)


def _is_own(source: Source, name: str | None) -> bool:
    return name is not None and source.parts(name) is not None


def _last(name: str | None) -> str:
    return (name or "").rpartition(".")[2]
