"""Wiring: a declaration is read, resolved, checked and compiled; its faults are told all together."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from atomos.core.domain.entity import EntityType
from atomos.core.domain.expression import Path
from atomos.core.domain.rule import Rule
from atomos.core.ports.incoming.handler import Handler, HandlerKind, Plan
from atomos.core.ports.incoming.offer import EntityOffer, MessageOffer
from atomos.core.service.admission import Admission
from atomos.core.service.answers import AtomosAnswer
from atomos.core.service.container import Container, Provider
from atomos.core.service.model import Model
from atomos.core.service.outbox import AtomosMessage
from atomos.core.wiring.checks import run_checks
from atomos.core.wiring.checks.wired import Wired
from atomos.core.wiring.compiler import compile_plan
from atomos.core.wiring.declaration import Declaration, EntityOptions
from atomos.core.wiring.discovery import Discovery, classes, discover
from atomos.core.wiring.entity import follow, read_entity
from atomos.core.wiring.fault import Fault, Faulty
from atomos.core.wiring.kinship import entity_classes_in, families
from atomos.core.wiring.offers import read_entity_offer, read_message_offer
from atomos.core.wiring.place import place
from atomos.core.wiring.providers import order_providers, stand_ins
from atomos.core.wiring.resolution import Surroundings, resolve
from atomos.core.wiring.searchable import read_searchable
from atomos.core.wiring.signature import Signature, read_signature
from atomos.core.wiring.usage import rules_asked


@dataclass(frozen=True, slots=True)
class Wiring:
    """A service that is ready to run, but for its store. `warnings` did not keep it from being built."""

    declaration: Declaration
    discovery: Discovery
    entities: tuple[EntityType, ...]
    plans: Mapping[type, Plan]
    reactions: Mapping[type, tuple[Plan, ...]]
    message_offers: Mapping[type, MessageOffer]
    entity_offers: Mapping[EntityType, EntityOffer]
    model: Model
    container: Container
    warnings: tuple[Fault, ...] = ()


@dataclass(slots=True)
class Faults:
    """Faults as they are found, step by step."""

    found: list[Fault] = field(default_factory=list)

    @contextmanager
    def collecting(self) -> Iterator[None]:
        """Keep the faults that the block raises, and go on."""
        try:
            yield
        except Faulty as faulty:
            self.found += [fault for fault in faulty.faults if fault not in self.found]

    def each(self, function: Callable[[Any], Any], items: Iterable[Any]) -> list[Any]:
        """The results of the function for those items that have no fault."""
        results = []
        for item in items:
            with self.collecting():
                results.append(function(item))
        return results

    def stop(self) -> None:
        """Raises: Faulty, if an error was found so far."""
        if any(fault.severity == "error" for fault in self.found):
            raise Faulty(self.found)


def wire(declaration: Declaration, given: Mapping[Any, Any]) -> Wiring:
    """The wired service. `given` are ready values for ports that the framework meets itself.

    Raises: Faulty, with every fault that could be found; a later step runs only if what it builds on is sound.
    """
    faults = Faults()
    discovery = discover(declaration.includes)
    signatures = faults.each(read_signature, discovery.handlers)
    entities = _entities(declaration, signatures, discovery, faults)
    by_class = {cls: entity for entity in entities for cls in entity.variants.values()}
    providers: tuple[Provider, ...] = ()
    with faults.collecting():
        providers = order_providers(declaration.providers, given, by_class)
    by_port = {provider.port: provider for provider in providers} or stand_ins(declaration.providers, given)
    surroundings = Surroundings(by_class, by_port)
    handlers = faults.each(lambda signature: resolve(signature, surroundings), signatures)
    faults.found += run_checks(Wired(declaration, tuple(handlers), by_class, _unresolved(signatures, handlers)))
    faults.stop()
    model = Model(entities, _compile_rule, locate)
    offers = _offers(declaration, handlers, by_class, model, faults)
    faults.each(lambda handler: rules_asked(handler, model), handlers)
    faults.stop()
    container = Container(providers)
    plans, reactions = _plans(handlers, offers, container.values)
    return Wiring(declaration, discovery, entities, plans, reactions, *offers, model, container, tuple(faults.found))


def _unresolved(signatures: Iterable[Signature], handlers: Iterable[Handler]) -> frozenset[type]:
    resolved = {handler.function for handler in handlers}
    return frozenset(s.parameters[0].annotation for s in signatures if s.function not in resolved)


def _compile_rule(function: Callable[..., bool], entity_type: EntityType) -> Rule:
    from atomos.core.wiring.rule import compile_rule  # noqa: PLC0415 - a service without rules need not load it

    return compile_rule(function, entity_type)


def locate(entity_type: EntityType, dotted: str) -> Path | None:
    """What stands at the end of a path into an entity; `None` if it leads nowhere."""
    end = follow({field.name: field for field in entity_type.fields}, dotted)
    return Path(tuple(dotted.split(".")), end.kind, end.nullable) if end else None


def _entities(
    declaration: Declaration, signatures: Iterable[Signature], discovery: Discovery, faults: Faults
) -> tuple[EntityType, ...]:
    annotations = [p.annotation for s in signatures for p in s.parameters] + [s.returns for s in signatures]
    named = [cls for annotation in annotations for cls in entity_classes_in(annotation)]
    named += [cls for offer in declaration.offers for cls in entity_classes_in(offer.offered)]
    named += [*declaration.entities, *declaration.searches, AtomosAnswer, AtomosMessage]
    return tuple(
        faults.each(lambda item: _entity(item, declaration), families(named, classes(discovery.modules)).items())
    )


def _entity(family: tuple[type, tuple[type, ...]], declaration: Declaration) -> EntityType:
    cls, variants = family
    options = declaration.entities.get(cls, EntityOptions())
    entity_type = read_entity(
        cls, unique=options.unique, indexes=options.indexes, references=options.references, variants=variants
    )
    declared = declaration.searches.get(cls)
    return replace(entity_type, searchable=read_searchable(declared, entity_type)) if declared else entity_type


_Offers = tuple[dict[type, MessageOffer], dict[EntityType, EntityOffer]]


def _offers(
    declaration: Declaration,
    handlers: Iterable[Handler],
    entities: Mapping[type, EntityType],
    model: Model,
    faults: Faults,
) -> _Offers:
    by_message = {handler.message: handler for handler in handlers if handler.kind is not HandlerKind.REACTION}
    read: dict[EntityType, EntityOffer] = {}
    sent: dict[type, MessageOffer] = {}
    for declared in sorted(declaration.offers, key=lambda offer: offer.offered not in entities):
        with faults.collecting():
            if declared.offered in sent or entities.get(declared.offered) in read:
                hint = "offer it once; a policy may combine what several said"
                message = f"{declared.offered.__name__} is offered twice"
                raise Faulty([Fault("double-offer", place(declared.offered), message, hint)])
            if declared.offered in entities:
                entity = entities[declared.offered]
                read[entity] = read_entity_offer(declared, entity, model)
            else:
                sent[declared.offered] = read_message_offer(declared, by_message[declared.offered], read)
    return sent, read


def _plans(
    handlers: Iterable[Handler], offers: _Offers, values: list[Any]
) -> tuple[dict[type, Plan], dict[type, tuple[Plan, ...]]]:
    sent, read = offers
    plans: dict[type, Plan] = {}
    reactions: dict[type, tuple[Plan, ...]] = {}
    for handler in handlers:
        if handler.kind is HandlerKind.REACTION:
            plan = compile_plan(handler, None, values)
            reactions[handler.message] = (*reactions.get(handler.message, ()), plan)
            continue
        loaded = {need.parameter: read[need.entity] for need in handler.loaded if need.entity in read}
        offer = sent.get(handler.message)
        plans[handler.message] = compile_plan(handler, Admission(offer.guard, loaded) if offer else None, values)
    return plans, reactions
