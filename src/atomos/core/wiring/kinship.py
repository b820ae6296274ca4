"""Which classes are entities, and which of them share a table."""

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Any, get_args, get_origin

from atomos.core.ports.outgoing.repository import Repository
from atomos.core.ports.outgoing.search import Search
from atomos.core.wiring.annotation import bare


def is_entity_class(annotation: Any) -> bool:
    """Whether this is a mutable dataclass with an `id`."""
    if not isinstance(annotation, type) or not dataclasses.is_dataclass(annotation):
        return False
    fields = {field.name for field in dataclasses.fields(annotation)}
    return not annotation.__dataclass_params__.frozen and "id" in fields  # type: ignore[attr-defined]  # set by dataclass


def entity_classes_in(annotation: Any) -> Iterator[type]:
    """The entity classes that an annotation names, inside unions, tuples, lists, pages and repositories too."""
    if is_entity_class(bare(annotation)):
        yield bare(annotation)
    for part in get_args(annotation):
        yield from entity_classes_in(part)


def families(named: Iterable[type], defined: Iterable[type]) -> dict[type, tuple[type, ...]]:
    """The entities of a service with their variants: the topmost of the named classes, and what derives from them.

    `named` are classes that handlers, offers or options speak of; `defined` is all that the included modules define,
    where further variants may stand.
    """
    named = list(dict.fromkeys(named))
    roots = [cls for cls in named if not any(cls is not other and issubclass(cls, other) for other in named)]
    everything = [cls for cls in dict.fromkeys((*named, *defined)) if is_entity_class(cls)]
    return {root: tuple(c for c in everything if c is not root and issubclass(c, root)) for root in roots}


def repository_of(annotation: Any) -> type | None:
    """The entity of `Repository[T]`; `None` for any other annotation."""
    if get_origin(annotation) is Repository:
        entity: type = get_args(annotation)[0]
        return entity
    return None


def search_of(annotation: Any) -> type | None:
    """The entity of `Search[T]`; `None` for any other annotation."""
    if get_origin(annotation) is Search:
        entity: type = get_args(annotation)[0]
        return entity
    return None
