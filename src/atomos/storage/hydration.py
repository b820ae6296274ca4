"""From row to entity and back, by functions generated once per entity type: the hot path of stores with tables."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec

from atomos.core.domain.entity import EntityType, Field, Kind
from atomos.core.domain.errors import Invalid
from atomos.core.domain.generated import compile_function
from atomos.core.ports.outgoing.store import Kept
from atomos.storage.columns import TYPE, VERSION
from atomos.storage.nested import nested_encoder
from atomos.storage.unstorable import Unstorable
from atomos.storage.values import ENCODERS, Dialect, checked_state

_DECODERS: Mapping[Dialect, Mapping[Kind, str]] = {
    Dialect.SQLITE: {
        Kind.DECIMAL: "decimal({})",
        Kind.BOOLEAN: "{} != 0",
        Kind.DATETIME: "instant({})",
        Kind.DATE: "day({})",
        Kind.TIME: "clock({})",
        Kind.DURATION: "duration(0, 0, {})",
        Kind.UUID: "convert({}, uuid)",
    },
    Dialect.POSTGRES: {
        Kind.DURATION: "duration(0, 0, {})",
    },
}
"""How a stored value becomes that of the entity, per kind; a kind that is not here comes as it is."""


_NAMES: Mapping[str, Any] = {
    "new": object.__new__,
    "decimal": Decimal,
    "instant": datetime.fromisoformat,
    "day": date.fromisoformat,
    "clock": time.fromisoformat,
    "duration": timedelta,
    "convert": msgspec.convert,
    "uuid": UUID,
    "Kept": Kept,
    "Unstorable": Unstorable,
}


def loaded_columns(entity_type: EntityType) -> tuple[str, ...]:
    """The columns that a loader takes, in their order."""
    hidden = (VERSION, TYPE) if entity_type.polymorphic else (VERSION,)
    return (*hidden, *(field.name for field in entity_type.fields))


def compile_load(entity_type: EntityType, dialect: Dialect) -> Callable[[Sequence[Any]], Kept]:
    """What makes an entity, without `__init__`, from a row of `loaded_columns`."""
    if not entity_type.polymorphic:
        return _compile_variant(entity_type, entity_type.cls, dialect)
    variants = {name: _compile_variant(entity_type, cls, dialect) for name, cls in entity_type.variants.items()}
    return lambda row: variants[row[1]](row)


def compile_dump(entity_type: EntityType, fields: Sequence[str], dialect: Dialect) -> Callable[[Any], tuple[Any, ...]]:
    """What makes the values of these columns (`TYPE` may be one) from an entity. It raises Invalid."""
    names = dict(_NAMES) | {"explain": _explain(entity_type)}
    parts = []
    for name in fields:
        if name == TYPE:
            names["type_names"] = {cls: variant for variant, cls in entity_type.variants.items()}
            parts.append("type_names[type(entity)]")
        else:
            parts.append(_encoded(entity_type, entity_type.field(name), dialect, names))
    source = (
        "def dump(entity):\n"
        "    try:\n"
        f"        return ({', '.join(parts)},)\n"
        "    except (Unstorable, TypeError, KeyError, AttributeError):\n"
        "        explain(entity)\n"
        "        raise\n"
    )
    return compile_function(source, "dump", names, f"dump of {entity_type.cls.__qualname__}")


def _compile_variant(entity_type: EntityType, cls: type, dialect: Dialect) -> Callable[[Sequence[Any]], Kept]:
    names = dict(_NAMES) | {"cls": cls}
    names |= {f"set_{name}": Kept.__dict__[name].__set__ for name in ("entity", "version")}
    source = "\n".join(_load_lines(entity_type, cls, dialect, names))
    return compile_function(source, "load", names, f"load of {cls.__qualname__}")


def _load_lines(entity_type: EntityType, cls: type, dialect: Dialect, names: dict[str, Any]) -> Iterator[str]:
    own = entity_type.variant_fields.get(cls)
    values = [
        "version",
        *(["_"] if entity_type.polymorphic else []),
        *(f"v_{f.name}" for f in entity_type.fields),
    ]
    yield "def load(row):"
    yield f"    ({', '.join(values)},) = row"
    yield "    entity = new(cls)"
    for field in entity_type.fields:
        if own is None or field.name in own:
            yield f"    entity.{field.name} = {_decoded(field, dialect, names)}"
    if cls in entity_type.collecting:
        yield "    entity.events = []"
    yield "    kept = new(Kept)"
    yield "    set_entity(kept, entity)"
    yield "    set_version(kept, version)"
    yield "    return kept\n"


def _decoded(field: Field, dialect: Dialect, names: dict[str, Any]) -> str:
    value = f"v_{field.name}"
    if field.kind is Kind.NESTED:
        names[f"decode_{field.name}"] = msgspec.json.Decoder(field.annotation).decode
        expression = f"decode_{field.name}({value})"
    else:
        expression = _DECODERS[dialect].get(field.kind, "{}").format(value)
    if field.enum is not None:
        names[f"members_of_{field.name}"] = {member.value: member for member in field.enum}
        expression = f"members_of_{field.name}[{expression}]"
    return f"None if {value} is None else {expression}" if field.nullable and expression != value else expression


def _encoded(entity_type: EntityType, field: Field, dialect: Dialect, names: dict[str, Any]) -> str:
    everywhere = all(field.name in own for own in entity_type.variant_fields.values())
    required = frozenset(c for c, own in entity_type.variant_fields.items() if _is_required(own.get(field.name)))
    value = f"entity.{field.name}" if everywhere else f"getattr(entity, {field.name!r}, None)"
    encode = nested_encoder(field.annotation) if field.kind is Kind.NESTED else ENCODERS[dialect][field.kind]
    if field.enum is None:
        names[f"encode_{field.name}"] = encode
        template = f"encode_{field.name}({{}})"
    else:
        names[f"stored_{field.name}"] = {member: encode(member.value) for member in field.enum}
        template = f"stored_{field.name}[{{}}]"
    if not field.nullable:
        return template.format(value)
    absent = "None"
    if required:
        names[f"absent_{field.name}"] = _absence(required)
        absent = f"absent_{field.name}(entity)"
    return f"{absent} if (v := {value}) is None else {template.format('v')}"


def _is_required(field: Field | None) -> bool:
    return field is not None and not field.nullable


def _absence(required: frozenset[type]) -> Callable[[Any], None]:
    """What stands for an absent value that some of the variants must have. It raises Unstorable for these."""

    def absent(entity: Any) -> None:
        if type(entity) in required:
            raise Unstorable

    return absent


def _explain(entity_type: EntityType) -> Callable[[Any], None]:
    """What tells, once a dump has failed, all that is wrong with an entity."""
    classes = frozenset(entity_type.variants.values())

    def explain(entity: Any) -> None:
        if entity_type.polymorphic and type(entity) not in classes:
            known = ", ".join(sorted(entity_type.variants))
            raise Invalid(f"{type(entity).__name__} is no variant of {entity_type.cls.__name__}: {known}")
        checked_state(entity_type, entity_type.state(entity), type(entity))

    return explain
