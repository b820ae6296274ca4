"""Providers: which adapter meets which port, and what each adapter needs itself."""

import inspect
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from atomos.core.domain.entity import EntityType
from atomos.core.ports.outgoing.unit_of_work import UnitOfWork
from atomos.core.service.container import Argument, Lifetime, Provider
from atomos.core.wiring.annotation import bare, spelled, without_none
from atomos.core.wiring.declaration import ProviderDeclaration
from atomos.core.wiring.fault import Fault, Faulty
from atomos.core.wiring.kinship import repository_of
from atomos.core.wiring.place import place
from atomos.core.wiring.signature import MISSING, Parameter, Signature, read_signature

_LASTS = "an adapter that lives as long as the application cannot hold what belongs to one unit of work"


def order_providers(
    declared: Sequence[ProviderDeclaration], given: Mapping[Any, Any], entities: Mapping[type, EntityType]
) -> tuple[Provider, ...]:
    """The providers, each after what it needs. A later declaration for the same port replaces an earlier one.

    `given` are values that the framework brings itself: settings, the clock; `entities` those of the service, by class.
    Raises: Faulty, with every fault.
    """
    ready = [ProviderDeclaration(port, value, Lifetime.APPLICATION) for port, value in given.items()]
    by_port = {declaration.port: declaration for declaration in (*ready, *declared)}
    arranging = _Arranging(by_port, frozenset(given), frozenset(entities))
    for port in by_port:
        arranging.visit(port, ())
    if arranging.faults:
        raise Faulty(tuple(dict.fromkeys(arranging.faults)))
    return tuple(arranging.done.values())


def stand_ins(declared: Iterable[ProviderDeclaration], given: Iterable[Any]) -> dict[Any, Provider]:
    """A provider that makes nothing for each port, so that no handler is blamed for the faults of an adapter."""
    lifetimes = dict.fromkeys(given, Lifetime.APPLICATION) | {each.port: each.lifetime for each in declared}
    return {port: Provider(0, port, lifetime, None) for port, lifetime in lifetimes.items()}


class _Arranging:
    """Depth-first through what adapters need; `done` grows in the order in which they can be made."""

    def __init__(
        self, by_port: Mapping[Any, ProviderDeclaration], given: frozenset[Any], entities: frozenset[type]
    ) -> None:
        self.by_port = by_port
        self.given = given
        self.entities = entities
        self.done: dict[Any, Provider] = {}
        self.faults: list[Fault] = []
        self._begun: set[Any] = set()
        self._tried: set[Any] = set()

    def visit(self, port: Any, path: tuple[str, ...]) -> None:
        declaration = self.by_port[port]
        here = (*path, spelled(port))
        if port in self._tried:
            return
        if port in self._begun:
            hint = "break the circle: give one of them what it needs by a call instead"
            self.faults.append(Fault("circular-provider", _where(declaration), "adapters need each other", hint, here))
            return
        self._begun.add(port)
        factory = None if _is_value(declaration.adapter) else declaration.adapter
        if factory and port in self.given:
            self.faults.append(_too_late(declaration))
        arguments = self._arguments(declaration, here) if factory else ()
        self._tried.add(port)
        value = declaration.adapter if factory is None else None
        self.done[port] = Provider(len(self.done), port, declaration.lifetime, factory, arguments, value)

    def _arguments(self, declaration: ProviderDeclaration, path: tuple[str, ...]) -> tuple[Argument, ...]:
        try:
            signature = read_signature(declaration.adapter)
        except Faulty as faulty:
            self.faults += faulty.faults
            return ()
        parameters = (p for p in signature.parameters if p.name != "self")
        arguments = (self._argument(parameter, declaration, signature, path) for parameter in parameters)
        return tuple(argument for argument in arguments if argument is not None)

    def _argument(
        self, parameter: Parameter, declaration: ProviderDeclaration, signature: Signature, path: tuple[str, ...]
    ) -> Argument | None:
        wanted = bare(without_none(parameter.annotation)[0])
        step = f"{parameter.name}: {spelled(wanted)}"
        if wanted in self.by_port:
            self.visit(wanted, path)
            if wanted in self.done:
                self._check_lifetime(declaration, self.done[wanted].lifetime, (*path, step))
                return Argument(parameter.name, self.done[wanted].slot)
            return None
        entity = repository_of(wanted)
        if wanted is UnitOfWork or entity in self.entities:
            self._check_lifetime(declaration, Lifetime.UNIT_OF_WORK, (*path, step))
            return Argument(parameter.name, None, entity)
        if parameter.default is MISSING:
            message = f"nothing is provided for {step}"
            hint = f"service.provide({spelled(wanted)}, …), or give the parameter a default"
            if entity:
                hint = f"service.entity({spelled(entity)}), for an entity that no handler speaks of"
            self.faults.append(Fault("unknown-parameter", signature.place, message, hint, (*path, step)))
        return None

    def _check_lifetime(self, declaration: ProviderDeclaration, needed: Lifetime, path: tuple[str, ...]) -> None:
        if declaration.lifetime is Lifetime.APPLICATION and needed is Lifetime.UNIT_OF_WORK:
            hint = f"service.provide({spelled(declaration.port)}, …, per_unit_of_work=True)"
            self.faults.append(Fault("short-lived-dependency", _where(declaration), _LASTS, hint, path))


def _is_value(adapter: Any) -> bool:
    return not (isinstance(adapter, type) or inspect.isroutine(adapter))


def _too_late(declaration: ProviderDeclaration) -> Fault:
    port = spelled(declaration.port)
    message = f"the framework itself uses {port}, before adapters are made"
    hint = f"make it yourself: service.provide({port}, {spelled(declaration.adapter)}())"
    return Fault("not-ready", _where(declaration), message, hint)


def _where(declaration: ProviderDeclaration) -> str:
    adapter = declaration.adapter
    return place(adapter if hasattr(adapter, "__qualname__") else type(adapter))
