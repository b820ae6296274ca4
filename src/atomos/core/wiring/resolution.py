"""Resolution: how each parameter of a handler is met, or why it cannot be."""

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from difflib import get_close_matches
from types import UnionType
from typing import Any, Union, get_args, get_origin
from uuid import UUID

from atomos.core.domain.entity import EntityType
from atomos.core.domain.envelope import Envelope
from atomos.core.domain.naming import snake
from atomos.core.ports.incoming.handler import (
    Ambient,
    Collection,
    Default,
    Handler,
    Loaded,
    Need,
    Provided,
    Reins,
    Searching,
)
from atomos.core.ports.outgoing.repository import Repository
from atomos.core.ports.outgoing.search import Search
from atomos.core.ports.outgoing.unit_of_work import UnitOfWork
from atomos.core.service.container import Lifetime, Provider
from atomos.core.wiring.annotation import bare, spelled, without_none
from atomos.core.wiring.discovery import KINDS
from atomos.core.wiring.fault import Fault, Faulty
from atomos.core.wiring.guards import check_actor_parameter
from atomos.core.wiring.kinship import repository_of, search_of
from atomos.core.wiring.returns import read_returns
from atomos.core.wiring.signature import MISSING, Parameter, Signature

AMBIENT: Mapping[str, tuple[type, str]] = {
    "now": (datetime, "the present instant, aware, in UTC"),
    "today": (date, "the present day in UTC"),
    "new_id": (UUID, "a new time-ordered id"),
    "envelope": (Envelope, "the envelope of the message"),
}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What parameters can be met with: the entities by class, and the providers by port."""

    entities: Mapping[type, EntityType]
    providers: Mapping[Any, Provider]


def resolve(signature: Signature, surroundings: Surroundings) -> Handler:
    """The handler that a signature describes. Raises: Faulty, with every parameter that cannot be met."""
    _refuse_generator(signature)
    first, *others = signature.parameters
    message = _message(first, signature)
    faults: list[Fault] = []
    needs: list[Need] = []
    for parameter in others:
        try:
            needs.append(_need(parameter, message, signature, surroundings))
        except Faulty as faulty:
            faults += faulty.faults
    if faults:
        raise Faulty(faults)
    return Handler(
        kind=KINDS[first.name],
        function=signature.function,
        message=message,
        parameter=first.name,
        needs=tuple(needs),
        returns=read_returns(signature.returns, surroundings.entities),
        place=signature.place,
        pure=not signature.asynchronous,
    )


def _message(first: Parameter, signature: Signature) -> type:
    message = bare(first.annotation)
    if isinstance(message, type) and is_dataclass(message):
        return message
    name = signature.function.__name__
    said = "has no annotation" if message is MISSING else f"is {spelled(message)}, which is no dataclass"
    hint = f"write `{first.name}: {''.join(w.title() for w in name.split('_'))}` with a frozen dataclass"
    if get_origin(message) in {Union, UnionType}:
        hint = f"write a function for each of {', '.join(map(spelled, get_args(message)))}"
    raise Faulty([Fault("message-type", signature.place, f"{name}: {first.name} {said}", hint)])


def _need(parameter: Parameter, message: type, signature: Signature, around: Surroundings) -> Need:
    annotation, optional = without_none(parameter.annotation)
    declared = bare(annotation)
    if declared in around.entities and isinstance(declared, type):
        return _loaded(parameter, declared, optional, message, signature, around)
    if cls := repository_of(declared):
        entity = _entity_of(cls, parameter, signature, around)
        _refuse_variant(cls, entity, parameter, signature)
        return Collection(parameter.name, declared, f"the repository of {cls.__name__}", entity)
    if cls := search_of(declared):
        return _searching(parameter, declared, _entity_of(cls, parameter, signature, around), signature)
    if declared is UnitOfWork:
        return Reins(parameter.name, declared, "the unit of work")
    if provider := _provider(declared, around):
        lifetime = provider.lifetime.value
        how = f"what is provided for {spelled(declared)}, one per {lifetime}"
        return Provided(parameter.name, declared, how, provider.slot, provider.lifetime is Lifetime.UNIT_OF_WORK)
    if ambient := _ambient(parameter, declared, optional):
        if parameter.name == "actor":
            check_actor_parameter(parameter, signature.function.__name__, signature.place)
        return ambient
    if parameter.default is not MISSING:
        return Default(parameter.name, declared, f"its default, {parameter.default!r}")
    raise Faulty([_unmet(parameter, declared, message, signature)])


def _entity_of(cls: type, parameter: Parameter, signature: Signature, around: Surroundings) -> EntityType:
    """The entity that a repository or a search is of. Raises: Faulty."""
    if cls in around.entities:
        return around.entities[cls]
    said = f"{signature.function.__name__}: {parameter.name}: {spelled(parameter.annotation)} is not one of an entity"
    hint = f"an entity is a mutable dataclass with an `id`; {spelled(cls)} is none"
    raise Faulty([Fault("unknown-entity", signature.place, said, hint)])


def _searching(parameter: Parameter, declared: Any, entity: EntityType, signature: Signature) -> Searching:
    if entity.searchable is None:
        said = f"{signature.function.__name__}: {parameter.name}: nobody said how {entity.cls.__name__} is searched"
        hint = f"service.search({entity.cls.__name__}, text={{…}})"
        raise Faulty([Fault("unknown-search", signature.place, said, hint)])
    return Searching(parameter.name, declared, f"the search of {entity.cls.__name__}", entity)


def _provider(declared: Any, around: Surroundings) -> Provider | None:
    try:
        return around.providers.get(declared)
    except TypeError:
        return None


def _ambient(parameter: Parameter, declared: Any, optional: bool) -> Ambient | None:
    if parameter.name == "actor" and declared is not MISSING:
        return Ambient("actor", declared, "who asks", optional)
    expected, how = AMBIENT.get(parameter.name, (None, ""))
    return Ambient(parameter.name, declared, how) if expected is declared and expected else None


def _loaded(
    parameter: Parameter,
    cls: type,
    optional: bool,
    message: type,
    signature: Signature,
    around: Surroundings,
) -> Loaded:
    entity = around.entities[cls]
    names = {field.name for field in fields(message)}
    alone = _only_one_has(entity, signature, around)
    for by, field in _ways(parameter.name, cls, entity, alone):
        if by in names:
            found = f"the {entity.name} whose {field} is {signature.parameters[0].name}.{by}"
            missing = "None if there is none" if optional else "NotFound if there is none"
            return Loaded(parameter.name, cls, f"{found}; {missing}", entity, by, field, optional)
    ways = ", ".join(by for by, _ in _ways(parameter.name, cls, entity, alone))
    close = get_close_matches(f"{parameter.name}_id", names, 1)
    hint = f"did you mean `{close[0]}`? " if close else ""
    raise Faulty(
        [
            Fault(
                "entity-without-key",
                signature.place,
                f"{signature.function.__name__}: {parameter.name}: {cls.__name__} cannot be loaded, "
                f"{message.__name__} names none",
                f"{hint}give {message.__name__} one of the fields {ways}",
                (f"{message.__name__}({', '.join(sorted(names))})", f"{parameter.name}: {cls.__name__}"),
            )
        ]
    )


def _ways(parameter: str, cls: type, entity: EntityType, alone: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The fields of a message that can name the entity, the first best, with the entity's field that they match."""
    names = list(dict.fromkeys((parameter, snake(cls.__name__), entity.name)))
    unique = [index.paths[0] for index in entity.indexes if index.unique and len(index.paths) == 1]
    for field in ("id", *(path for path in unique if "." not in path)):
        yield from ((f"{name}_{field}", field) for name in names)
    yield from ((field, field) for field in unique if field in alone)


def _only_one_has(entity: EntityType, signature: Signature, around: Surroundings) -> frozenset[str]:
    """The unique fields by whose bare name only this entity of the handler can be meant."""
    others: set[str] = set()
    for parameter in signature.parameters[1:]:
        cls = bare(without_none(parameter.annotation)[0])
        other = around.entities.get(cls) if isinstance(cls, type) else None
        if other is not None and other is not entity:
            others |= {path for index in other.indexes if index.unique for path in index.paths}
    return frozenset(field.name for field in entity.fields if field.name not in others)


def _unmet(parameter: Parameter, declared: Any, message: type, signature: Signature) -> Fault:
    name = signature.function.__name__
    if declared is MISSING:
        hint = f"annotate it, as in `{parameter.name}: datetime`; atomos reads types"
        return Fault("unknown-parameter", signature.place, f"{name}: {parameter.name} has no annotation", hint)
    said = f"{name}: nothing is known for {parameter.name}: {spelled(declared)}"
    if parameter.name in AMBIENT:
        hint = f"write `{parameter.name}: {AMBIENT[parameter.name][0].__name__}`"
    elif meant := next((n for n, (cls, _) in AMBIENT.items() if cls is declared), None):
        hint = f"the {declared.__name__} that can be asked for is called `{meant}`"
    elif declared in (Repository, Search):
        hint = f"say of which entity: `{parameter.name}: {declared.__name__}[…]`"
    else:
        hint = f"service.provide({spelled(declared)}, …), or give the parameter a default"
    path = (f"{name}({signature.parameters[0].name}: {message.__name__})", f"{parameter.name}: {spelled(declared)}")
    return Fault("unknown-parameter", signature.place, said, hint, path)


def _refuse_generator(signature: Signature) -> None:
    """What yields is never run to its end, as nobody asks it for more. Raises: Faulty."""
    function = signature.function
    if inspect.isgeneratorfunction(function) or inspect.isasyncgenfunction(function):
        message = f"{function.__name__} yields, and a handler returns what happened"
        hint = "return the messages and entities in a list or tuple"
        raise Faulty([Fault("generator-handler", signature.place, message, hint)])


def _refuse_variant(cls: type, entity: EntityType, parameter: Parameter, signature: Signature) -> None:
    """A repository holds a whole table; one of a variant would promise what it does not keep. Raises: Faulty."""
    if cls is not entity.cls:
        message = f"{signature.function.__name__}: {parameter.name}: Repository[{cls.__name__}] is one of a variant"
        hint = f"ask for Repository[{entity.cls.__name__}], and keep what is a {cls.__name__}"
        raise Faulty([Fault("variant-repository", signature.place, message, hint)])
