"""Compiles a rule, a plain function over an entity, from its source to an expression for every store."""

import inspect
import typing
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from atomos.core.domain.entity import EntityType
from atomos.core.domain.rule import Rule
from atomos.core.wiring.fault import Fault, Faulty
from atomos.core.wiring.place import place
from atomos.core.wiring.rules.attribute import parameter
from atomos.core.wiring.rules.refusal import Refusal
from atomos.core.wiring.rules.scope import Scope
from atomos.core.wiring.rules.source import read_source
from atomos.core.wiring.rules.term import Subject, Term
from atomos.core.wiring.rules.translation import translate


def compile_rule(function: Callable[..., bool], entity_type: EntityType) -> Rule:
    """The rule with its compiled form, for entities of this type.

    The subject is the parameter annotated with the entity's class or a base of it; where several are, the one
    that bears the entity's name.

    Raises: Faulty, with the line that cannot be compiled.
    """
    try:
        source = read_source(function)
        hints = typing.get_type_hints(function)
    except Refusal as refusal:
        raise Faulty([Fault(refusal.code, place(function), refusal.reason, refusal.hint)]) from None
    except NameError as error:
        hint = "define or import it at the top of the module"
        raise Faulty([Fault("rule-annotation", place(function), f"{function.__qualname__}: {error}", hint)]) from None
    if faults := tuple(_signature_faults(function, hints, entity_type)):
        raise Faulty(faults)
    subject = _subjects(hints, entity_type)[0]
    others = tuple(name for name in inspect.signature(function).parameters if name != subject)
    names: dict[str, Term] = {name: parameter(name, hints[name]) for name in others}
    expression = translate(Scope(source, {subject: Subject(entity_type), **names}))
    return Rule(function, subject, others, expression, source.place)


def _signature_faults(
    function: Callable[..., bool], hints: Mapping[str, Any], entity_type: EntityType
) -> Iterator[Fault]:
    where, name, cls = place(function), function.__qualname__, entity_type.cls.__name__
    if hints.get("return") is not bool:
        yield Fault("rule-return", where, f"{name} does not say that it returns bool", "write `-> bool`")
    for declared in inspect.signature(function).parameters.values():
        if declared.kind not in {declared.POSITIONAL_OR_KEYWORD, declared.KEYWORD_ONLY}:
            hint = "a rule gets its values by name: give each a parameter"
            yield Fault("rule-parameter", where, f"{name}: `{declared}` cannot be given by name", hint)
        elif declared.name not in hints:
            hint = f"annotate it: `{declared.name}: {cls}`"
            yield Fault("rule-parameter", where, f"{name}: {declared.name} has no annotation", hint)
        elif declared.default is not declared.empty:
            hint = "a rule gets all its values with the question: leave the default out"
            yield Fault("rule-parameter", where, f"{name}: {declared.name} has a default", hint)
    subjects = _subjects(hints, entity_type)
    if not subjects:
        yield Fault(
            "rule-subject",
            where,
            f"{name} has no parameter for a {cls}",
            f"write `{entity_type.name}: {cls}`",
        )
    elif len(subjects) > 1 and subjects[0] != entity_type.name:
        hint = f"call the one in question `{entity_type.name}`"
        yield Fault("rule-subject", where, f"{name} has several parameters for a {cls}: {', '.join(subjects)}", hint)


def _subjects(hints: Mapping[str, Any], entity_type: EntityType) -> list[str]:
    """The parameters that can take the entity, the one with its name first."""
    bases = entity_type.cls.__mro__[:-1]
    found = [name for name, hint in hints.items() if name != "return" and hint in bases]
    return sorted(found, key=lambda name: name != entity_type.name)
