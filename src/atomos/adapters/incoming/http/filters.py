"""Filters and sort keys of a list: `title=…`, `salary.minimum[gte]=…`, `sort=-published_at`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, get_origin

from atomos.core.domain.entity import Kind
from atomos.core.domain.errors import Problem
from atomos.core.ports.incoming.door import Filter
from atomos.core.ports.incoming.offer import EntityOffer
from atomos.core.wiring.annotation import Unsupported, ValueType, bare, hints_of, read_annotation
from atomos.wire import WireTypes

from .parameter import NoParameter, Parameter, parameter_of

SYMBOLS: Final = {
    "": "==",
    "ne": "!=",
    "lt": "<",
    "lte": "<=",
    "gt": ">",
    "gte": ">=",
    "contains": "contains",
    "startswith": "startswith",
}
"""The operators by the words that stand in brackets behind a field."""

_EQUALITY: Final = ("", "ne")
_COMPARISON: Final = (*_EQUALITY, "lt", "lte", "gt", "gte")
_WORDS_OF: Final = {
    Kind.TEXT: (*_COMPARISON, "contains", "startswith"),
    Kind.BOOLEAN: _EQUALITY,
    Kind.UUID: _EQUALITY,
    Kind.BYTES: (),
}
_DEEPEST: Final = 3


@dataclass(frozen=True, slots=True)
class FilterParameter:
    """One way to filter: a path of the entity, the word of an operator, and the parameter that holds the value."""

    path: str
    word: str
    parameter: Parameter

    def filter(self, value: Any) -> Filter:
        """The condition for a value that was read. Several values of one field mean any of them."""
        if self.word == "null":
            return Filter(self.path, "==" if value else "!=", None)
        if self.word:
            return Filter(self.path, SYMBOLS[self.word], value)
        return Filter(self.path, "==", value[0]) if len(value) == 1 else Filter(self.path, "in", value)


def filters_of(offer: EntityOffer, types: WireTypes) -> dict[str, FilterParameter]:
    """The filters that an offer allows, by the name of their parameter."""
    found = [each for path, value in _paths(offer) for each in _filters(path, value, types)]
    return {each.parameter.name: each for each in found}


def sort_keys_of(offer: EntityOffer) -> frozenset[str]:
    """The paths that a list may be sorted by."""
    return frozenset(path for path, value in _paths(offer) if value.kind not in {Kind.NESTED, Kind.BYTES})


def read_filters(
    filters: Mapping[str, FilterParameter], texts: Mapping[str, list[str]], found: list[Filter]
) -> Iterator[Problem]:
    """Gather the filters of a request in `found`; yields what is wrong with their values."""
    for name, values in texts.items():
        if name not in filters:
            yield Problem((name,), "is not a parameter here")
            continue
        try:
            found.append(filters[name].filter(filters[name].parameter.read(values)))
        except ValueError as error:
            yield Problem((name,), str(error))


def read_sort(text: str, allowed: frozenset[str]) -> tuple[str, ...]:
    """The keys to sort by. Raises: ValueError (a key that is not allowed)."""
    keys = tuple(key for key in text.split(",") if key)
    unknown = [key for key in keys if key.removeprefix("-") not in allowed]
    if unknown:
        raise ValueError(f"cannot sort by {', '.join(unknown)}; sort by {', '.join(sorted(allowed))}")
    return keys


def _paths(offer: EntityOffer) -> Iterator[tuple[str, ValueType]]:
    for field in offer.entity.fields:
        if field.name in offer.fields:
            value = ValueType(field.annotation, field.kind, field.nullable, field.enum)
            yield from _leaves(field.name, value, _DEEPEST)


def _leaves(path: str, value: ValueType, depth: int) -> Iterator[tuple[str, ValueType]]:
    if value.dataclass is None:
        yield path, value
    elif depth:
        for name, hint in hints_of(value.dataclass).items():
            inner = read_annotation(hint)
            inner = ValueType(inner.annotation, inner.kind, inner.nullable or value.nullable, inner.enum)
            yield from _leaves(f"{path}.{name}", inner, depth - 1)


def _filters(path: str, value: ValueType, types: WireTypes) -> Iterator[FilterParameter]:
    annotation = _item_of(value) if value.kind is Kind.NESTED else bare(value.annotation)
    try:
        for word in _words(value):
            name = f"{path}[{word}]" if word else path
            declared = annotation if word else list[annotation]  # type: ignore[valid-type]  # a type made while running
            parameter = parameter_of(name, declared, types)
            yield FilterParameter(path, word, parameter)
    except NoParameter:
        return
    if value.nullable:
        yield FilterParameter(path, "null", parameter_of(f"{path}[null]", bool, types))


def _words(value: ValueType) -> tuple[str, ...]:
    if value.kind is Kind.NESTED:
        return ("contains",)
    chosen = value.enum is not None or get_origin(bare(value.annotation)) is Literal
    return _EQUALITY if chosen else _WORDS_OF.get(value.kind, _COMPARISON)


def _item_of(value: ValueType) -> Any:
    try:
        return bare(value.item.annotation) if value.item else None
    except Unsupported:
        return None
