"""Reads a user's dataclass into the description that stores, rules and renderers share."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias, get_origin

from atomos.core.domain.entity import EntityType, Field, Index, Kind
from atomos.core.domain.naming import plural, snake
from atomos.core.wiring.annotation import (
    Unsupported,
    ValueType,
    bare,
    can_change,
    hints_of,
    read_annotation,
    spelled,
)
from atomos.core.wiring.fault import Fault, Faulty
from atomos.core.wiring.place import place

Paths: TypeAlias = str | Iterable[str]
"""One path, or several that belong together."""

_EMPTY_MADE_BY = frozenset({list, dict, tuple, set, frozenset, str, bytes, int, float, bool})
_READ_BY_SETTINGS = frozenset({Kind.DATETIME, Kind.DATE, Kind.TIME, Kind.DURATION})
"""Kinds whose text PostgreSQL reads as its settings say, so that it takes no index on what it makes of it."""

_HIDDEN = frozenset({"_version", "_created_at", "_updated_at", "_type"})
_KINDS = (
    "str, int, float, Decimal, bool, datetime, date, time, timedelta, UUID, bytes, an enum, "
    "or a dataclass, list, tuple, dict or set of these"
)


def read_entity(
    cls: type,
    *,
    unique: Iterable[Paths] = (),
    indexes: Iterable[Paths] = (),
    references: Mapping[str, type] | None = None,
    variants: Iterable[type] = (),
) -> EntityType:
    """The description of an entity class.

    `unique` and `indexes` hold fields, or paths into nested ones, each alone or several together in a tuple.
    `references` maps fields to the entities whose ids they hold; `variants` are subclasses in the same table.

    Raises: Faulty, with every fault of the class and of what was said about it.
    """
    classes = (cls, *variants)
    faults = [fault for each in classes for fault in _shape_faults(each, cls)]
    if faults:
        raise Faulty(tuple(faults))
    own = {each: _read_fields(each, faults) for each in classes}
    fields = _shared_fields(own, faults)
    indexed = _read_indexes(unique, unique=True) + _read_indexes(indexes, unique=False)
    if not faults:
        faults += _declared_faults(cls, fields, indexed, references or {})
    if faults:
        raise Faulty(tuple(faults))
    return EntityType(
        cls=cls,
        name=snake(cls.__name__),
        collection=plural(snake(cls.__name__)),
        fields=tuple(fields.values()),
        indexes=indexed,
        references=dict(references or {}),
        variants={each.__name__: each for each in classes},
        variant_fields=own,
        collecting=frozenset(each for each in classes if _collects_events(hints_of(each))),
    )


def follow(fields: Mapping[str, Field], path: str) -> ValueType | None:
    """The type of what stands at the end of a path, nullable if a step of it is; `None` for no such path.

    Raises: Unsupported.
    """
    first, *steps = path.split(".")
    if first not in fields:
        return None
    value = ValueType(fields[first].annotation, fields[first].kind, fields[first].nullable, fields[first].enum)
    for step in steps:
        hints = hints_of(value.dataclass) if value.dataclass else {}
        if step not in hints:
            return None
        inner = read_annotation(hints[step])
        value = dataclasses.replace(inner, nullable=inner.nullable or value.nullable)
    return value


def _shape_faults(cls: type, root: type) -> Iterator[Fault]:
    name = cls.__qualname__
    if "__dataclass_fields__" not in vars(cls):
        yield Fault(
            "entity-not-a-dataclass",
            place(cls),
            f"{name} is not a dataclass",
            f"write @dataclass above class {name}",
        )
    elif cls.__dataclass_params__.frozen:  # type: ignore[attr-defined]  # every dataclass has it
        hint = "an entity changes over time: write @dataclass; a value object belongs inside an entity"
        yield Fault("entity-frozen", place(cls), f"{name} is frozen", hint)
    if not issubclass(cls, root):
        hint = f"derive it from {root.__qualname__}, or give it a table of its own"
        yield Fault("entity-variant", place(cls), f"{name} is no subclass of {root.__qualname__}", hint)


def _read_fields(cls: type, faults: list[Fault]) -> dict[str, Field]:
    try:
        hints = hints_of(cls)
    except NameError as error:
        hint = f"define or import {error.name} at the top of the module"
        faults.append(Fault("entity-annotation", place(cls), f"{cls.__qualname__}: {error}", hint))
        return {}
    fields = {}
    for declared in dataclasses.fields(cls):
        if declared.name == "events" and _collects_events(hints):
            continue
        try:
            fields[declared.name] = _read_field(declared, hints[declared.name])
        except (Unsupported, NameError) as error:
            message = f"{cls.__qualname__}.{declared.name}: {spelled(hints[declared.name])}: {error}"
            faults.append(Fault("entity-field", place(cls), message, f"a field holds {_KINDS}"))
        if declared.name in _HIDDEN:
            message = f"{cls.__qualname__}.{declared.name}: atomos keeps a column of that name for itself"
            faults.append(Fault("entity-field-name", place(cls), message, "rename the field"))
    return fields


def _collects_events(hints: Mapping[str, Any]) -> bool:
    annotation = bare(hints.get("events"))
    return list in {annotation, get_origin(annotation)}


def _read_field(declared: "dataclasses.Field[Any]", hint: Any) -> Field:
    value = read_annotation(hint)
    default = declared.default
    if default is dataclasses.MISSING:
        factory: Any = declared.default_factory
        default = factory() if factory in _EMPTY_MADE_BY else ...
    mutable = value.kind is Kind.NESTED and can_change(value.annotation)
    return Field(declared.name, value.annotation, value.kind, value.nullable, value.enum, mutable, default)


def _shared_fields(own: Mapping[type, Mapping[str, Field]], faults: list[Fault]) -> dict[str, Field]:
    """The columns of all variants; one that a variant lacks is empty there."""
    fields: dict[str, Field] = {}
    for cls, names in own.items():
        for name, field in names.items():
            first = fields.setdefault(name, field)
            if (first.kind, first.enum) != (field.kind, field.enum):
                message = f"{cls.__qualname__}.{name} is {field.kind.value}, elsewhere {first.kind.value}"
                faults.append(
                    Fault("entity-variant", place(cls), message, "variants share a table: rename one of them")
                )
    return {
        name: dataclasses.replace(
            field, nullable=any(name not in names or names[name].nullable for names in own.values())
        )
        for name, field in fields.items()
    }


def _read_indexes(declared: Iterable[Paths], *, unique: bool) -> tuple[Index, ...]:
    several = (declared,) if isinstance(declared, str) else declared
    return tuple(Index((paths,) if isinstance(paths, str) else tuple(paths), unique) for paths in several)


def _declared_faults(
    cls: type, fields: Mapping[str, Field], indexes: Iterable[Index], references: Mapping[str, type]
) -> list[Fault]:
    faults = list(_identity_faults(cls, fields))
    for path in dict.fromkeys(path for index in indexes for path in index.paths):
        faults += _path_faults(cls, fields, path, "index")
    for name in references:
        faults += _path_faults(cls, {name: fields[name]} if name in fields else {}, name, "reference")
    return faults


def _identity_faults(cls: type, fields: Mapping[str, Field]) -> Iterator[Fault]:
    if "id" not in fields:
        message = f"{cls.__qualname__} has no field called id"
        yield Fault("entity-without-id", place(cls), message, "add `id: UUID` as its first field")
    elif fields["id"].nullable or fields["id"].kind is Kind.NESTED:
        message = f"{cls.__qualname__}.id must be one plain value, never None"
        yield Fault("entity-id", place(cls), message, "write `id: UUID`")


def _path_faults(cls: type, fields: Mapping[str, Field], path: str, purpose: str) -> Iterator[Fault]:
    end = follow(fields, path)
    where = f"{purpose} of {cls.__qualname__}: {path}"
    if end is None:
        hint = f"{cls.__qualname__} has the fields {', '.join(hints_of(cls))}"
        yield Fault(f"entity-{purpose}", place(cls), f"{where} is no field of it, nor a path to one", hint)
    elif end.kind is Kind.NESTED:
        hint = f"name one plain value inside it: `{path}.…`"
        yield Fault(f"entity-{purpose}", place(cls), f"{where} holds more than one value", hint)
    elif end.kind in _READ_BY_SETTINGS and "." in path:
        hint = "PostgreSQL keeps times inside a nested value as text: keep this one in a field of the entity"
        yield Fault(f"entity-{purpose}", place(cls), f"{where} is a {end.kind.value} inside a nested value", hint)
