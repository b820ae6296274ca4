"""Guards: a policy as declared, made ready to be checked."""

import types
import typing
from collections.abc import Mapping
from typing import Any, get_args

from atomos.core.ports.incoming.guard import MOMENT, Guard
from atomos.core.ports.incoming.handler import Handler
from atomos.core.ports.incoming.policy import Policy, Who
from atomos.core.wiring.annotation import bare, spelled
from atomos.core.wiring.fault import Fault, Faulty
from atomos.core.wiring.signature import MISSING, Parameter, Signature, read_signature


def actor_types(annotation: Any) -> tuple[type, ...]:
    """The classes of actor that an annotation names; `NoneType` among them where it may be absent."""
    parts = get_args(annotation) if typing.get_origin(annotation) in (typing.Union, types.UnionType) else (annotation,)
    found = tuple(bare(part) for part in parts)
    if any(part is Any or part is MISSING for part in found):
        return (object,)
    return tuple(typing.get_origin(part) or part for part in found)


def check_actor_parameter(parameter: Parameter, function: str, place: str) -> None:
    """Raises: Faulty, for an actor whose class cannot be told while running."""
    for cls in actor_types(parameter.annotation):
        if getattr(cls, "_is_protocol", False) and not getattr(cls, "_is_runtime_protocol", False):
            message = f"{function}: actor: {spelled(cls)} is a protocol that no actor can be compared with"
            raise Faulty([Fault("actor-protocol", place, message, f"write @runtime_checkable above {spelled(cls)}")])


def message_guard(to: Who, handler: Handler) -> Guard:
    """The guard of an offered message: a rule gets what the handler loads, the message and the moment.

    Raises: Faulty (a parameter of the rule that the handler cannot give).
    """
    if isinstance(to, Policy):
        return Guard(to)
    signature = read_signature(to)
    known = {need.parameter: need.entity.cls for need in handler.loaded} | {handler.parameter: handler.message}
    names, faults = [], []
    for parameter in signature.parameters:
        value = _value_for(parameter, known)
        if value is None:
            faults.append(_unknown(to.__name__, signature.place, parameter, known))
        else:
            names.append((parameter.name, value))
    if faults:
        raise Faulty(faults)
    return Guard(None, to, tuple(names), _actor_types_of(signature))


def entity_guard(to: Who) -> Guard:
    """The guard of an offered entity: it knows the actor only; the rule itself limits what is found."""
    return Guard(to) if isinstance(to, Policy) else Guard(None, None, (), _actor_types_of(read_signature(to)))


def _actor_types_of(signature: Signature) -> tuple[type, ...]:
    actor = next((parameter for parameter in signature.parameters if parameter.name == "actor"), None)
    if actor is None:
        return ()
    check_actor_parameter(actor, signature.function.__name__, signature.place)
    return actor_types(actor.annotation)


def _value_for(parameter: Parameter, known: Mapping[str, type]) -> str | None:
    if parameter.name in MOMENT or parameter.name in known:
        return parameter.name
    matching = [name for name, cls in known.items() if cls is bare(parameter.annotation)]
    return matching[0] if len(matching) == 1 else None


def _unknown(rule: str, place: str, parameter: Parameter, known: Mapping[str, type]) -> Fault:
    message = f"{rule}: nothing is known for {parameter.name}: {spelled(bare(parameter.annotation))}"
    hint = f"a policy here may ask for {', '.join((*known, *MOMENT))}"
    return Fault("policy-parameter", place, message, hint)
