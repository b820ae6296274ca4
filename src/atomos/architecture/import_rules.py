"""The check that everything imports inward: what each room of a service may import, transitively."""

from collections.abc import Callable, Iterator

from atomos.architecture.graph import shortest_way
from atomos.architecture.room import ADAPTERS, PERMISSIONS, Permission, Room, adapter_of, is_pure, is_standard, room_of
from atomos.architecture.source import Import, Source
from atomos.core.wiring.fault import Fault

Judgement = tuple[str, str, str]
"""The code, the message and the hint of a forbidden import."""


def import_faults(source: Source) -> Iterator[Fault]:
    """A fault for each module without a room, for each forbidden import, and for each that leads to one."""
    if source.is_single_file:
        return
    judge = _Judge(source)
    for name, module in source.modules.items():
        if room_of(source.parts(name) or ()) is None:
            yield _unplaced(module.place)
            continue
        direct = [fault for found in source.imports[name] if (fault := judge.direct(name, found))]
        yield from dict.fromkeys(direct)
        yield from judge.indirect(name)


def _unplaced(place: str) -> Fault:
    return Fault(
        "unplaced-module",
        place,
        "the layout has no room for this module",
        "move it to core/domain, core/use_cases, core/ports/incoming, core/ports/outgoing, "
        "adapters/incoming, adapters/outgoing or config",
    )


class _Judge:
    """Holds the imports of one source against the permissions of their rooms."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def direct(self, name: str, found: Import) -> Fault | None:
        """The fault of one import, its path drawn on to what it brings into the room."""
        judgement = self._judge(name, found)
        if judgement is None:
            return None
        code, message, hint = judgement
        onward = shortest_way(found.target, self._targets, self._is_outside)
        path = (name, *(onward or (found.target,)))
        return Fault(code, f"{self._source.modules[name].place}:{found.line}", message, hint, path)

    def indirect(self, name: str) -> Iterator[Fault]:
        """At most one fault, of imports that are allowed one by one and together lead where this module may not go.

        A module of the root may import `main.py`, and so may reach adapters; it only may not name them.
        """
        if room_of(self._source.parts(name) or ()) is Room.ROOT:
            return
        for first in self._source.imports[name]:
            if self._judge(name, first) is None:
                way = shortest_way(first.target, self._allowed_targets, self._is_forbidden_to(name))
                if way and (judgement := self._judge(name, Import(way[-1], first.line))):
                    code, message, hint = judgement
                    place = f"{self._source.modules[name].place}:{first.line}"
                    yield Fault(code, place, message, hint, (name, *way))
                    return

    def _judge(self, name: str, found: Import) -> Judgement | None:
        """Why this module may not import that; `None` when it may."""
        parts = self._source.parts(name) or ()
        room = room_of(parts)
        permission = PERMISSIONS.get(room) if room else None
        target = self._source.parts(found.target)
        if room is None or room is Room.MAIN:
            return None
        if permission is not None:
            allowed = _may_enter(permission, target) if target is not None else _may_use(permission, found)
            return None if allowed else _forbidden(permission, found)
        if target is None or room_of(target) not in ADAPTERS:
            return None
        return _judge_adapter(adapter_of(parts), adapter_of(target))

    def _targets(self, name: str) -> list[str]:
        return [found.target for found in self._source.imports.get(name, ())]

    def _allowed_targets(self, name: str) -> list[str]:
        """Steps that are no faults of their own, so that one fault is not told again by all who import it."""
        return [f.target for f in self._source.imports.get(name, ()) if self._judge(name, f) is None]

    def _is_outside(self, target: str) -> bool:
        """Whether a name is neither the service's own nor pure standard library: the end of a drawn path."""
        return self._source.parts(target) is None and not is_pure(target)

    def _is_forbidden_to(self, name: str) -> Callable[[str], bool]:
        """Which of the service's own modules this one may not reach."""
        return lambda target: (
            self._source.parts(target) is not None and self._judge(name, Import(target, 0)) is not None
        )


def _may_enter(permission: Permission, target: tuple[str, ...]) -> bool:
    return room_of(target) in permission.rooms


def _may_use(permission: Permission, found: Import) -> bool:
    top = found.target.partition(".")[0]
    if top == "atomos":
        names = permission.from_atomos
        return names is None or (found.target == "atomos" and found.name in names)
    return top in permission.packages or is_pure(_full_name(found))


def _full_name(found: Import) -> str:
    """`from urllib import request` names `urllib.request`."""
    return f"{found.target}.{found.name}" if found.name else found.target


def _forbidden(permission: Permission, found: Import) -> Judgement:
    name = _full_name(found)
    message = f"{name} does not belong here: {permission.words}"
    hint = "give it as an outgoing port, and let an adapter import it"
    if is_standard(found.target):
        message = f"{name} reaches outside of the service, which is the work of adapters"
    elif found.target.partition(".")[0] == "atomos":
        hint = "the core declares nothing: move the declaration to core/ports/incoming or main.py"
    return permission.code, message, hint


def _judge_adapter(own: tuple[str, ...], other: tuple[str, ...]) -> Judgement | None:
    name = "/".join(other)
    if not own:
        hint = "let main.py choose the adapter, and name its port here"
        return "adapter-named", f"{name} is an adapter, and only main.py names adapters", hint
    if own[: len(other)] == other:
        return None
    hint = "let both meet in the core: through a port, or through a module that neither adapter owns"
    return "adapter-import", f"the adapter {'/'.join(own)} imports the adapter {name}", hint
