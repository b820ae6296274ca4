"""The compiler: a handler becomes a plan, one generated function that does what the signature says."""

from collections.abc import Iterator
from typing import Any

from atomos.core.domain.errors import NotFound
from atomos.core.domain.generated import compile_function
from atomos.core.ports.incoming.handler import (
    Ambient,
    Collection,
    Default,
    Handler,
    HandlerKind,
    Loaded,
    Need,
    Plan,
    Provided,
    Reins,
    Searching,
)
from atomos.core.service.admission import Admission
from atomos.core.wiring.guards import actor_types

_MOMENT = {"now": "_call.now", "today": "_call.now.date()", "new_id": "_call.ids.new()", "envelope": "_call.envelope"}


def compile_plan(handler: Handler, admission: Admission | None, values: list[Any]) -> Plan:
    """The plan of a handler. `admission` checks the policy, `None` where the message is not offered.

    `values` is the container's list of what was provided; plans read it while running.
    """
    writing = _Writing(handler, admission)
    writing.names |= {"_handler": handler.function, "_values": values, "_NotFound": NotFound}
    source = "\n".join(writing.lines()) + "\n"
    run = compile_function(source, handler.name, writing.names, f"plan {handler.name}")
    return Plan(handler, run, source, tuple(writing.steps), writing.light)


class _Writing:
    """The source of one plan, line by line, with the steps told in words along the way."""

    def __init__(self, handler: Handler, admission: Admission | None) -> None:
        self.handler = handler
        self.admission = admission
        self.light = _is_light(handler)
        self.names: dict[str, Any] = {}
        self.steps: list[str] = []

    def lines(self) -> Iterator[str]:
        handler = self.handler
        yield f"{'' if self.light else 'async '}def {handler.name}({handler.parameter}, _call, _uow, _scope):"
        for loaded in handler.loaded:
            yield from self._load(loaded)
        yield from self._conditions()
        for need in handler.needs:
            if not isinstance(need, (Loaded, Default)):
                yield f"    {need.parameter} = {self._value(need)}"
                self.steps.append(f"{need.parameter}: {need.how}")
        yield from self._call()

    def _load(self, need: Loaded) -> Iterator[str]:
        type_name, key = f"_{need.entity.name}_type", f"{self.handler.parameter}.{need.by}"
        self.names[type_name] = need.entity
        if need.field == "id":
            yield f"    {need.parameter} = await _uow.load({type_name}, {key})"
        else:
            yield f"    {need.parameter} = await _uow.load_by({type_name}, {need.field!r}, {key})"
        if need.annotation is not need.entity.cls:
            variant = f"_{need.annotation.__name__}_class"
            self.names[variant] = need.annotation
            yield f"    if not isinstance({need.parameter}, {variant}): {need.parameter} = None"
        if not need.optional:
            yield f"    if {need.parameter} is None: raise _NotFound({need.entity.name!r}, {key})"
        self.steps.append(f"load {need.parameter}: {need.how}")

    def _conditions(self) -> Iterator[str]:
        loaded = [need for need in self.handler.loaded if not need.optional]
        if loaded and self.handler.kind is HandlerKind.ACTION:
            yield "    if _call.expected_version is not None:"
            yield f"        _uow.require_version({loaded[0].parameter}, _call.expected_version)"
        if self.admission is None:
            self.steps.append("no policy: the message is not offered to the outside")
            return
        self.steps.append(f"allow: {self.admission.guard.name}")
        if self.admission.guard.always:
            return
        self.names["_admit"] = self.admission
        known = (self.handler.parameter, *(need.parameter for need in self.handler.loaded))
        yield f"    if not _call.trusted: _admit(_call, {{{', '.join(f'{name!r}: {name}' for name in known)}}})"

    def _value(self, need: Need) -> str:
        if isinstance(need, Collection):
            self.names[f"_{need.entity.name}_class"] = need.entity.cls
            return f"_uow.repository(_{need.entity.name}_class)"
        if isinstance(need, Searching):
            self.names[f"_{need.entity.name}_class"] = need.entity.cls
            return f"_uow.search(_{need.entity.name}_class)"
        if isinstance(need, Reins):
            return "_uow"
        if isinstance(need, Provided):
            return f"await _scope.get({need.slot})" if need.per_unit else f"_values[{need.slot}]"
        assert isinstance(need, Ambient)
        return self._actor(need) if need.parameter == "actor" else _MOMENT[need.parameter]

    def _actor(self, need: Ambient) -> str:
        types = actor_types(need.annotation)
        self.names["_actor_types"] = (*types, type(None)) if need.optional else types
        return "_call.actor_of(_actor_types)"

    def _call(self) -> Iterator[str]:
        handler = self.handler
        given = [need.parameter for need in handler.needs if not isinstance(need, Default)]
        arguments = ", ".join((handler.parameter, *(f"{name}={name}" for name in given)))
        call = f"{'' if handler.pure else 'await '}_handler({arguments})"
        self.steps.append(f"call {handler.name} ({handler.place})")
        if handler.kind is HandlerKind.QUERY or self.light:
            yield f"    return {call}"
            query = handler.kind is HandlerKind.QUERY
            self.steps.append("answer what it returns" if query else "send on what it returns")
            return
        yield f"    _first = _uow.take({call})"
        first = next((need.parameter for need in handler.loaded), "None")
        yield f"    return {first} if _first is None else _first"
        self.steps.append("keep what it returns; write what changed and commit; then answer")


def _is_light(handler: Handler) -> bool:
    """Whether a handler can do without a unit of work: a plain function that has nothing to do with entities."""
    reading = any(isinstance(need, (Loaded, Collection, Searching, Reins)) for need in handler.needs)
    scoped = any(isinstance(need, Provided) and need.per_unit for need in handler.needs)
    making = handler.returns.annotation is ... or bool(handler.returns.entities)
    return handler.pure and not (reading or scoped or making)
