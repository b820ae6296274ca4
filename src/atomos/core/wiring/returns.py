"""What a handler promises to return, read from its annotation."""

import types
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from atomos.core.domain.entity import EntityType
from atomos.core.ports.incoming.handler import Returns
from atomos.core.wiring.annotation import bare
from atomos.core.wiring.signature import MISSING


def read_returns(annotation: Any, entities: Mapping[type, EntityType]) -> Returns:
    """The entities and the messages named in a return annotation, in their order."""
    if annotation is MISSING:
        return Returns()
    named = list(dict.fromkeys(_classes(annotation)))
    return Returns(
        annotation,
        tuple(dict.fromkeys(entities[cls] for cls in named if cls in entities)),
        tuple(cls for cls in named if cls not in entities and cls is not types.NoneType),
    )


def _classes(annotation: Any) -> Iterator[type]:
    parts = get_args(annotation)
    if not parts and isinstance(bare(annotation), type):
        yield bare(annotation)
    for part in parts:
        if part is not Ellipsis:
            yield from _classes(part)
