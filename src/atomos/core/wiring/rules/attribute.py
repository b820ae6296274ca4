"""What stands behind a dot: a field, a way into a value, or something of the class."""

import dataclasses
import types
import typing
from collections.abc import Iterator
from enum import Enum
from types import FunctionType
from typing import Any

from atomos.core.domain.entity import EntityType, Kind
from atomos.core.domain.expression import Parameter, Path
from atomos.core.wiring.annotation import (
    SCALARS,
    Unsupported,
    ValueType,
    bare,
    hints_of,
    read_annotation,
    spelled,
    without_none,
)
from atomos.core.wiring.rules.refusal import Refusal
from atomos.core.wiring.rules.term import Given, Subject, Term, Value
from atomos.core.wiring.rules.value import described, named, present

_MISSING = object()


def parameter(name: str, annotation: Any) -> Value:
    """A parameter of the rule as a value; of an object that no store could keep, its attributes."""
    type_ = _read_leniently(annotation)
    return Value(Parameter((name,), type_.kind, type_.nullable), type_)


def step(term: Term, name: str) -> Term | property | FunctionType:
    """`term.name`: a term, or the property or method to be called with the term. Raises: Refusal."""
    match term:
        case Subject(entity_type):
            return _field(entity_type, name) or _of_class(entity_type.cls, entity_type.variants.values(), name)
        case Value(_, type_) if type_.enum is not None:
            return _of_enum(term, type_.enum, name)
        case Value(_, type_) if type_.kind is Kind.NESTED and isinstance(bare(type_.annotation), type):
            return _inside(term, bare(type_.annotation), name)
        case Value(operand, type_):
            reason = f"{named(operand)} ({described(type_)}) has no `.{name}` that every store knows"
            raise Refusal("rule-attribute", reason, "only fields and simple properties can be used")
        case Given(value):
            return _of_given(value, name)
    raise Refusal("rule-attribute", f"`.{name}` of this has no meaning in a rule", "use fields of the entity")


def _field(entity_type: EntityType, name: str) -> Value | None:
    own = entity_type.variant_fields.get(entity_type.cls)
    for field in entity_type.fields:
        if field.name == name and (own is None or name in own):
            path = Path((name,), field.kind, field.nullable)
            return Value(path, ValueType(field.annotation, field.kind, field.nullable, field.enum))
    return None


def _inside(value: Value, cls: type, name: str) -> Term | property | FunctionType:
    operand = present(value, f"`.{name}`")
    assert isinstance(operand, Path | Parameter)
    stored = isinstance(operand, Path)
    hints = (hints_of(cls) if dataclasses.is_dataclass(cls) else {}) if stored else typing.get_type_hints(cls)
    if name not in hints or typing.get_origin(hints[name]) is typing.ClassVar:
        return _of_class(cls, _subclasses(cls), name)
    type_ = read_annotation(hints[name]) if stored else _read_leniently(hints[name])
    return Value(type(operand)((*operand.steps, name), type_.kind, type_.nullable), type_)


def _of_class(cls: type, known: typing.Iterable[type], name: str) -> Term | property | FunctionType:
    """A property, method or constant of the class, provided that no subclass has its own."""
    found = _attribute(cls, name)
    if found is _MISSING:
        raise Refusal("rule-attribute", f"{cls.__name__} has no field `{name}`", _fields_hint(cls))
    other = next((sub for sub in known if _attribute(sub, name) is not found), None)
    if other is not None:
        reason = f"{other.__name__} has a `{name}` of its own, so that one expression cannot serve both"
        raise Refusal("rule-overridden", reason, "compare stored fields instead")
    if isinstance(found, property | FunctionType):
        return found
    if type(found) in SCALARS or isinstance(found, tuple | frozenset | Enum):
        return Given(found)
    raise Refusal("rule-attribute", f"`{name}` of {cls.__name__} has no compiled form", _fields_hint(cls))


def _of_enum(value: Value, enum: type[Enum], name: str) -> Value:
    present(value, f"`.{name}`")
    if name != "value":
        reason = f"`.{name}` of {enum.__name__} is not stored"
        raise Refusal("rule-attribute", reason, "compare with members, or use `.value`")
    plain = str if value.type.kind is Kind.TEXT else int
    return Value(value.operand, ValueType(plain, value.type.kind, value.type.nullable))


def _of_given(value: Any, name: str) -> Given:
    parameters = None if isinstance(value, type) else getattr(value, "__dataclass_params__", None)
    frozen = parameters is not None and parameters.frozen
    if not (frozen or isinstance(value, types.ModuleType | type | Enum)):
        reason = f"`.{name}` of {value!r} may change while the service runs"
        raise Refusal("rule-attribute", reason, "pass it as a parameter of the rule")
    if not hasattr(value, name):
        raise Refusal("rule-attribute", f"{value!r} has no `{name}`", "mend the name")
    return Given(getattr(value, name))


def _read_leniently(annotation: Any) -> ValueType:
    try:
        return read_annotation(annotation)
    except (Unsupported, NameError):
        declared, nullable = without_none(annotation)
        return ValueType(declared, Kind.NESTED, nullable)


def _attribute(cls: type, name: str) -> Any:
    return next((vars(base)[name] for base in cls.__mro__ if name in vars(base)), _MISSING)


def _subclasses(cls: type) -> Iterator[type]:
    sub: type
    for sub in type.__subclasses__(cls):
        yield sub
        yield from _subclasses(sub)


def _fields_hint(cls: type) -> str:
    names = hints_of(cls) if dataclasses.is_dataclass(cls) else typing.get_type_hints(cls)
    return f"{spelled(cls)} has {', '.join(names) or 'no fields'}"
