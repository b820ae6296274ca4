"""What JSON holds for a declared type: the types that msgspec decodes by and that the schemas are made of.

A plain dataclass says nothing of what its numbers and times look like on the wire. The wire type of an annotation adds
it: no field but the declared ones, integers of 64 bits, times with an offset, finite decimals, and the constraints
of `annotated_types`.
"""

import dataclasses
import types
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from types import EllipsisType
from typing import Annotated, Any, Final, ForwardRef, NewType, Union, get_args, get_origin

import msgspec
from msgspec import Meta

from atomos.core.wiring.annotation import hints_of
from atomos.wire.constraint import CONSTRAINTS, DECIMAL, UNKNOWN_TO_MSGSPEC, Constrained, constraints_of

_UNSPOKEN: Final[dict[Any, dict[str, Any]]] = {
    int: {"ge": -(2**63), "le": 2**63 - 1},
    datetime: {"tz": True},
}
_EXCLUSIVE: Final = {"gt": "ge", "ge": "gt", "lt": "le", "le": "lt"}


class WireTypes:
    """Makes wire types, one struct for each dataclass; lives as long as the renderer.

    Decoders by wire types need its `decode_hook`, for the constraints that msgspec itself does not know.
    """

    def __init__(self) -> None:
        self._structs: dict[type, Any] = {}
        self._unfinished: dict[type, str] = {}
        self._named: dict[str, tuple[list[Any], Any]] = {}  # the fields and the struct
        self._constrained: dict[type, Constrained] = {}

    def decode_hook(self, cls: type, value: Any) -> Any:
        """An instance of the constrained type, which only says that the value is well. Raises: ValueError."""
        self._constrained[cls].check(value)
        return cls()

    def schema_hook(self, cls: type) -> dict[str, Any]:
        """The schema of a constrained type. Raises: NotImplementedError (another type)."""
        if cls not in self._constrained:
            raise NotImplementedError(cls)
        return self._constrained[cls].schema()

    def of(self, annotation: Any) -> Any:
        """The wire type of an annotation. Raises: NameError, TypeError (no JSON can hold it)."""
        origin, arguments = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            return self._annotated(arguments[0], arguments[1:])
        if isinstance(annotation, NewType):
            return self.of(annotation.__supertype__)
        if type(annotation).__name__ == "TypeAliasType":  # typing.TypeAliasType exists from Python 3.12 on
            return self.of(annotation.__value__)
        if origin in {Union, types.UnionType}:
            return Union[tuple(self.of(part) for part in arguments if part is not EllipsisType)]  # noqa: UP007 - made of a tuple
        if isinstance(annotation, type) and dataclasses.is_dataclass(annotation):
            return self.struct(annotation)
        if isinstance(origin, type) and arguments:
            return origin[tuple(part if part is Ellipsis else self.of(part) for part in arguments)]  # type: ignore[index]  # generic: it has arguments
        return self._scalar(annotation)

    def struct(self, cls: type) -> Any:
        """The struct of a dataclass, with all its fields; where it holds itself, a reference by name to the struct."""
        if cls in self._unfinished:
            return ForwardRef(self._unfinished[cls])
        if cls not in self._structs:
            self._unfinished[cls] = f"wire_type_{len(self._structs) + len(self._unfinished)}"
            hints = {name: self.of(hint) for name, hint in hints_of(cls).items()}
            struct = self.part(cls, hints, cls.__name__)
            self._structs[cls] = struct
            name = self._unfinished.pop(cls)
            for known in self._structs.values():
                setattr(known, name, struct)  # msgspec looks a reference up in the namespace of the struct around it
        return self._structs[cls]

    def part(self, cls: type, hints: Mapping[str, Any], name: str) -> Any:
        """A struct with these fields of a dataclass, that refuses all others. No other struct has its name."""
        fields = struct_fields(cls, hints)
        unique, number = name, 1
        while self._named.get(unique, (fields,))[0] != fields:
            number += 1
            unique = f"{name}_{number}"
        if unique not in self._named:
            namespace = {"__doc__": written_docstring(cls)}
            struct = msgspec.defstruct(unique, fields, namespace=namespace, forbid_unknown_fields=True, kw_only=True)
            self._named[unique] = fields, struct
        return self._named[unique][1]

    def _annotated(self, inner: Any, metadata: Sequence[Any]) -> Any:
        metas = [meta for meta in metadata if isinstance(meta, Meta)]
        bounds = constraints_of(metadata)
        if inner in UNKNOWN_TO_MSGSPEC and bounds:
            return self._constrain(inner, bounds)
        said = bounds.keys() | {
            name for meta in metas for name in (*CONSTRAINTS, "tz") if getattr(meta, name) is not None
        }
        unspoken = {
            name: value
            for name, value in _UNSPOKEN.get(inner, {}).items()
            if name not in said and _EXCLUSIVE.get(name) not in said
        }
        added = [Meta(**(bounds | unspoken))] if bounds or unspoken else []
        base = inner if inner in _UNSPOKEN else self.of(inner)
        return Annotated[(base, *metas, *added)] if metas or added else base

    def _constrain(self, inner: Any, bounds: Mapping[str, Any]) -> Any:
        constrained = Constrained(self.of(inner), inner, bounds)
        cls = type(inner.__name__, (), {})
        self._constrained[cls] = constrained
        return cls

    @staticmethod
    def _scalar(annotation: Any) -> Any:
        if annotation is Decimal:
            return DECIMAL
        if annotation in _UNSPOKEN:
            return Annotated[annotation, Meta(**_UNSPOKEN[annotation])]
        return annotation


def struct_fields(cls: type, hints: Mapping[str, Any]) -> list[Any]:
    """The fields of a dataclass that have a hint here, as `msgspec.defstruct` takes them."""
    return [
        (field.name, hints[field.name], *_default(field)) for field in dataclasses.fields(cls) if field.name in hints
    ]


def without_absent(annotation: Any) -> Any:
    """The annotation without the `EllipsisType` that lets a field be absent."""
    if get_origin(annotation) not in {Union, types.UnionType}:
        return annotation
    return Union[tuple(part for part in get_args(annotation) if part is not EllipsisType)]  # noqa: UP007 - made of a tuple


def written_docstring(cls: type) -> str | None:
    """The docstring that someone wrote; not the signature that `@dataclass` puts in its place."""
    text = cls.__doc__
    return None if text is None or text.startswith(f"{cls.__name__}(") else text


def _default(field: "dataclasses.Field[Any]") -> tuple[Any, ...]:
    if field.default_factory is not dataclasses.MISSING:
        return (msgspec.field(default_factory=field.default_factory),)
    if field.default is dataclasses.MISSING:
        return ()
    return (msgspec.UNSET if field.default is ... else field.default,)
