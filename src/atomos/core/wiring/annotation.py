"""What an annotation says about a value: its kind, whether it may be absent or change in place."""

import dataclasses
import types
import typing
from collections.abc import Collection, Iterator, MutableSequence, MutableSet, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal, NewType, Union, get_args, get_origin
from uuid import UUID

from atomos.core.domain.entity import Kind

SCALARS: typing.Final = types.MappingProxyType(
    {
        str: Kind.TEXT,
        int: Kind.INTEGER,
        float: Kind.FLOAT,
        Decimal: Kind.DECIMAL,
        bool: Kind.BOOLEAN,
        datetime: Kind.DATETIME,
        date: Kind.DATE,
        time: Kind.TIME,
        timedelta: Kind.DURATION,
        UUID: Kind.UUID,
        bytes: Kind.BYTES,
    }
)
CONTAINERS: typing.Final = (list, tuple, dict, set, frozenset)
COLLECTIONS: typing.Final = frozenset(
    {list, tuple, set, frozenset, Collection, Sequence, MutableSequence, AbstractSet, MutableSet}
)
"""What has items to be looked for; the abstract ones are for parameters, as a store must know what it gives back."""


class Unsupported(TypeError):
    """The annotation names a type that a store cannot keep; `part` is that type, `reason` says more."""

    def __init__(self, part: Any, reason: str = "") -> None:
        self.part = part
        self.reason = reason
        super().__init__(f"{spelled(part)} cannot be stored{reason and f': {reason}'}")


@dataclass(frozen=True, slots=True)
class ValueType:
    """The type of a value; `annotation` is the declared one without `None`."""

    annotation: Any
    kind: Kind
    nullable: bool = False
    enum: type[Enum] | None = None

    @property
    def dataclass(self) -> type | None:
        """The value object's class, where the value is one whose fields can be reached by name."""
        cls = bare(self.annotation)
        return cls if _is_dataclass(cls) else None

    @property
    def item(self) -> "ValueType | None":
        """The type of the items of a list, set, tuple or other collection of equal items. Raises: Unsupported."""
        annotation = bare(self.annotation)
        arguments = [a for a in get_args(annotation) if a is not Ellipsis]
        plural = get_origin(annotation) in COLLECTIONS
        return read_annotation(arguments[0]) if plural and len(set(arguments)) == 1 else None


def read_annotation(annotation: Any) -> ValueType:
    """What the annotation says. Raises: Unsupported."""
    declared, nullable = without_none(annotation)
    cls = bare(declared)
    kind = _plain_kind(cls)
    if kind:
        return ValueType(declared, kind, nullable, cls if _is_enum(cls) else None)
    if _is_union(cls):
        _check_union(cls)
    if not _is_nested(cls):
        raise Unsupported(declared)
    _check_parts(cls, frozenset())
    return ValueType(declared, Kind.NESTED, nullable)


def hints_of(cls: type) -> dict[str, Any]:
    """The annotations of a dataclass's fields, by name. Raises: NameError (a name that cannot be found)."""
    hints = typing.get_type_hints(cls, include_extras=True)
    return {field.name: hints[field.name] for field in dataclasses.fields(cls)}


def can_change(annotation: Any, seen: frozenset[Any] = frozenset()) -> bool:
    """Whether a value of this type can change in place, so that a snapshot needs a copy."""
    cls = bare(annotation)
    if cls in seen or cls is types.NoneType or _plain_kind(cls):
        return False
    if _is_dataclass(cls):
        frozen = cls.__dataclass_params__.frozen
        return not frozen or any(can_change(hint, seen | {cls}) for hint in hints_of(cls).values())
    if _is_union(cls) or get_origin(cls) in {tuple, frozenset}:
        return any(can_change(part, seen) for part in get_args(cls) if part is not Ellipsis)
    return True


def bare(annotation: Any) -> Any:
    """The type itself, out of `Annotated`, `NewType` and `type X = …`."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
        elif isinstance(annotation, NewType):
            annotation = annotation.__supertype__
        elif type(annotation).__name__ == "TypeAliasType":  # typing.TypeAliasType exists from Python 3.12 on
            annotation = annotation.__value__
        else:
            return annotation


def spelled(annotation: Any) -> str:
    """The annotation as people write it: `list[str]`, `Money | None`."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if _is_union(annotation):
        return " | ".join(map(spelled, arguments))
    if isinstance(origin, type) and arguments:
        return f"{origin.__name__}[{', '.join(map(spelled, arguments))}]"
    if annotation is types.NoneType or annotation is Ellipsis:
        return "None" if annotation is types.NoneType else "..."
    return annotation.__qualname__ if isinstance(annotation, type) else str(annotation).replace("typing.", "")


def without_none(annotation: Any) -> tuple[Any, bool]:
    """The annotation without `None`, and whether `None` was part of it."""
    union = bare(annotation)
    if not _is_union(union) or types.NoneType not in get_args(union):
        return annotation, False
    return Union[tuple(part for part in get_args(union) if part is not types.NoneType)], True  # noqa: UP007 - made of a tuple


def _plain_kind(cls: Any) -> Kind | None:
    """The kind of a value without parts; `None` if it has some. Raises: Unsupported (mixed values)."""
    if _is_enum(cls):
        return _kind_of_values([member.value for member in cls], cls)
    if get_origin(cls) is Literal:
        return _kind_of_values(get_args(cls), cls)
    return SCALARS.get(cls) if isinstance(cls, type) else None


def _kind_of_values(values: typing.Sequence[Any], declared: Any) -> Kind:
    for cls in (str, int):
        if values and all(isinstance(value, cls) and not isinstance(value, bool) for value in values):
            return SCALARS[cls]
    raise Unsupported(declared)


def _is_nested(cls: Any) -> bool:
    return _is_dataclass(cls) or cls in CONTAINERS or get_origin(cls) in CONTAINERS


def _check_parts(cls: Any, seen: frozenset[Any]) -> None:
    for part in map(bare, _parts(cls)):
        if part in {Any, types.NoneType, *CONTAINERS} or part in seen or _plain_kind(part):
            continue
        if _is_union(part):
            _check_union(part)
        elif not _is_nested(part):
            raise Unsupported(part)
        _check_parts(part, seen | {part})


def _check_union(union: Any) -> None:
    """Refuse alternatives that look alike in JSON, as none could be told from another."""
    forms = [_json_form(part) for part in _alternatives(union) if part is not types.NoneType]
    if len(forms) > len(set(forms)):
        raise Unsupported(union, "in JSON its types cannot be told apart")


def _alternatives(union: Any) -> Iterator[Any]:
    for part in map(bare, get_args(union)):
        if _is_union(part):
            yield from _alternatives(part)
        else:
            yield part


def _json_form(cls: Any) -> str:
    kind = _plain_kind(cls)
    if kind in {Kind.INTEGER, Kind.FLOAT, Kind.BOOLEAN}:
        return kind.name
    if kind:
        return "text"
    return "object" if _is_dataclass(cls) or dict in {cls, get_origin(cls)} else "array"


def _parts(cls: Any) -> Iterator[Any]:
    if _is_dataclass(cls):
        return iter(hints_of(cls).values())
    return (part for part in get_args(cls) if part is not Ellipsis)


def _is_enum(cls: Any) -> bool:
    return isinstance(cls, type) and issubclass(cls, Enum)


def _is_dataclass(cls: Any) -> bool:
    return isinstance(cls, type) and dataclasses.is_dataclass(cls)


def _is_union(cls: Any) -> bool:
    return get_origin(cls) in {Union, types.UnionType}
