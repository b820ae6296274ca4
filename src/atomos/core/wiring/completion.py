"""Completes objects that a decoder made without `__init__`.

msgspec leaves a field whose plain default was not overridden to the attribute of the class, so that the instance's own
dictionary lacks it; written again, the object would lack the field as well.
"""

import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, TypeAlias, Union, get_args, get_origin

from atomos.core.wiring.annotation import bare, hints_of

Complete: TypeAlias = Callable[[Any], None]


def completer(annotation: Any) -> Complete | None:
    """The function that completes a decoded value of this type in place; `None` where nothing can be lacking."""
    return _completer(annotation, {})


def _completer(annotation: Any, known: dict[type, Complete | None]) -> Complete | None:
    cls = bare(annotation)
    origin, arguments = get_origin(cls), [part for part in get_args(cls) if part is not Ellipsis]
    if isinstance(cls, type) and is_dataclass(cls):
        return _of_dataclass(cls, known)
    if origin in {Union, types.UnionType}:
        return _of_any(arguments, known)
    if not isinstance(origin, type):
        return None
    is_mapping = issubclass(origin, Mapping)
    inner = _of_any(arguments[-1:] if is_mapping else arguments, known)
    if inner is None:
        return None
    return _each_value(inner) if is_mapping else _each(inner)


def _of_dataclass(cls: type, known: dict[type, Complete | None]) -> Complete | None:
    if cls in known:
        return lambda value: (complete := known[cls]) and complete(value)
    known[cls] = None
    own = fields(cls) if cls.__dictoffset__ else ()  # with slots every field is set
    defaults = [(field.name, field.default) for field in own if field.default is not MISSING]
    inner = [(name, found) for name, hint in hints_of(cls).items() if (found := _completer(hint, known))]
    if not defaults and not inner:
        return None

    def complete(value: Any) -> None:
        for name, default in defaults:
            value.__dict__.setdefault(name, default)
        for name, complete_inner in inner:
            complete_inner(getattr(value, name))

    known[cls] = complete
    return complete


def _of_any(parts: Iterable[Any], known: dict[type, Complete | None]) -> Complete | None:
    """Completes a value of one of several types."""
    choices = [(get_origin(cls) or cls, found) for cls in _alternatives(parts) if (found := _completer(cls, known))]

    def complete_choice(value: Any) -> None:
        for cls, complete in choices:
            if isinstance(value, cls):
                complete(value)
                return

    return complete_choice if choices else None


def _alternatives(parts: Iterable[Any]) -> Iterator[Any]:
    for part in map(bare, parts):
        if get_origin(part) in {Union, types.UnionType}:
            yield from _alternatives(get_args(part))
        else:
            yield part


def _each(complete: Complete) -> Complete:
    def complete_each(values: Iterable[Any]) -> None:
        for value in values:
            complete(value)

    return complete_each


def _each_value(complete: Complete) -> Complete:
    def complete_each(values: Mapping[Any, Any]) -> None:
        for value in values.values():
            complete(value)

    return complete_each
