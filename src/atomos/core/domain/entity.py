"""The description of an entity: its fields, its identity and how it wants to be kept.

Read once from the user's dataclass when a service is built; stores, rules and renderers share it.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from atomos.core.domain.generated import compile_function
from atomos.core.domain.searchable import Searchable


class Kind(Enum):
    """What a field holds, as far as a store must know: a typed column each, or a nested document."""

    TEXT = "text"
    INTEGER = "integer"
    FLOAT = "float"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATETIME = "datetime"
    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    UUID = "uuid"
    BYTES = "bytes"
    NESTED = "nested"


@dataclass(frozen=True, slots=True)
class Field:
    """One stored field of an entity.

    `annotation` is the declared type without `None`; `enum` is set where the field holds members of one (its `kind`
    is that of their values). `mutable` tells that a value can change in place, so that a snapshot needs a copy.
    `default` is what old rows get when the field is new; `...` means that there is none.
    """

    name: str
    annotation: Any
    kind: Kind
    nullable: bool = False
    enum: type[Enum] | None = None
    mutable: bool = False
    default: Any = ...


@dataclass(frozen=True, slots=True)
class Index:
    """Fields, or paths into nested ones (`salary.minimum`), that are looked up together."""

    paths: tuple[str, ...]
    unique: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class EntityType:
    """An entity class as the framework knows it. Each is itself alone: it is compared, and hashed, by identity.

    `name` is its singular in snake_case, `collection` its plural: table, folder and route are called so.
    `variants` maps the names of subclasses, which share the table, to their classes; the class itself is among them.
    `variant_fields` has the fields of each as it declares them: in `fields`, what one lacks is nullable for all.
    `references` maps a field to the entity whose id it holds.
    """

    cls: type
    name: str
    collection: str
    fields: tuple[Field, ...]
    indexes: tuple[Index, ...] = ()
    references: dict[str, type] = field(default_factory=dict)
    variants: dict[str, type] = field(default_factory=dict)
    variant_fields: dict[type, dict[str, Field]] = field(default_factory=dict)
    collecting: frozenset[type] = frozenset()
    """The variants that collect events in a plain `events` list, which is emptied into the unit of work."""

    searchable: Searchable | None = None
    """How words find it, where it is to be searched."""

    state: Callable[[Any], tuple[Any, ...]] = field(init=False, repr=False, compare=False)
    """The entity's values in the order of `fields`, safe from later changes of the entity: a snapshot."""

    changed: Callable[[tuple[Any, ...], Any], tuple[str, ...]] = field(init=False, repr=False, compare=False)
    """The names of the fields in which an entity differs from a snapshot of it."""

    restore: Callable[[type, tuple[Any, ...]], Any] = field(init=False, repr=False, compare=False)
    """An instance of a variant from such values, made without `__init__`; it shares no mutable value with them."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "state", _compile_state(self))
        object.__setattr__(self, "changed", _compile_changed(self))
        object.__setattr__(self, "restore", _compile_restore(self))

    @property
    def id(self) -> Field:
        """The identity, always the field called `id`."""
        return self.field("id")

    @property
    def polymorphic(self) -> bool:
        """Whether subclasses share the table."""
        return len(self.variants) > 1

    def field(self, name: str) -> Field:
        """The field of that name. Raises: KeyError."""
        for candidate in self.fields:
            if candidate.name == name:
                return candidate
        raise KeyError(name)


def _compile_state(entity: EntityType) -> Callable[[Any], tuple[Any, ...]]:
    values = [_copied(f, _read(entity, f)) for f in entity.fields]
    source = f"def state(entity):\n    return ({', '.join(values)},)\n"
    return compile_function(source, "state", {"deepcopy": copy.deepcopy}, f"state of {entity.cls.__qualname__}")


def _compile_changed(entity: EntityType) -> Callable[[tuple[Any, ...], Any], tuple[str, ...]]:
    befores = ", ".join(f"b_{f.name}" for f in entity.fields)
    body = [f"    ({befores},) = before", "    names = ()"]
    for f in entity.fields:
        body.append(f"    now = {_read(entity, f)}")
        body.append(f"    if now is not b_{f.name} and now != b_{f.name}: names += ({f.name!r},)")
    source = "def changed(before, entity):\n" + "\n".join(body) + "\n    return names\n"
    return compile_function(source, "changed", {}, f"changes of {entity.cls.__qualname__}")


def _read(entity: EntityType, f: Field) -> str:
    """Subclasses may lack a field that another variant has: it reads as absent."""
    everywhere = all(f.name in names for names in entity.variant_fields.values())
    return f"entity.{f.name}" if everywhere else f"getattr(entity, {f.name!r}, None)"


def _copied(f: Field, value: str) -> str:
    return f"deepcopy({value})" if f.mutable else value


def _compile_restore(entity: EntityType) -> Callable[[type, tuple[Any, ...]], Any]:
    body = [f"    ({', '.join(f'v_{f.name}' for f in entity.fields)},) = values", "    entity = new(cls)"]
    for f in entity.fields:
        assignment = f"entity.{f.name} = {_copied(f, f'v_{f.name}')}"
        missing = [cls for cls, names in entity.variant_fields.items() if f.name not in names]
        body.append(f"    if {f.name!r} in fields_of[cls]: {assignment}" if missing else f"    {assignment}")
    if entity.collecting:
        body.append("    if cls in collecting: entity.events = []")
    source = "def restore(cls, values):\n" + "\n".join(body) + "\n    return entity\n"
    names = {
        "deepcopy": copy.deepcopy,
        "new": object.__new__,
        "fields_of": entity.variant_fields,
        "collecting": entity.collecting,
    }
    return compile_function(source, "restore", names, f"restore of {entity.cls.__qualname__}")
