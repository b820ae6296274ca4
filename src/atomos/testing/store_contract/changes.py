"""The units of work of the suite, in short."""

from datetime import UTC, datetime
from typing import Any, TypeVar

import pytest

from atomos.core.domain.entity import EntityType
from atomos.core.ports.outgoing.store import Changes, Delete, Insert, Kept, Session, Update
from atomos.testing.store_contract.domain import ENTITY_TYPES

E = TypeVar("E", bound=Exception)
AT = datetime(2024, 2, 29, 12, 30, 15, 250, tzinfo=UTC)


def type_of(entity: Any) -> EntityType:
    """The entity type of an entity of the suite."""
    return next(t for t in ENTITY_TYPES if isinstance(entity, t.cls))


def inserting(*entities: Any) -> Changes:
    """New entities."""
    return Changes(AT, inserts=[Insert(type_of(entity), entity) for entity in entities])


def updating(entity: Any, *fields: str, version: int = 1) -> Changes:
    """A change of these fields."""
    return Changes(AT, updates=[Update(type_of(entity), entity, fields, version)])


def deleting(entity: Any, version: int = 1) -> Changes:
    """A removal."""
    return Changes(AT, deletes=[Delete(type_of(entity), entity.id, version)])


def together(*parts: Changes) -> Changes:
    """One unit of work of several."""
    return Changes(
        AT,
        [insert for part in parts for insert in part.inserts],
        [update for part in parts for update in part.updates],
        [delete for part in parts for delete in part.deletes],
    )


async def kept(session: Session, entity: Any) -> Kept:
    """What the store holds under the id of the entity, which must be there."""
    (found,) = await session.get(type_of(entity), [entity.id])
    return found


async def refused(session: Session, changes: Changes, error: type[E]) -> E:
    """The error of exactly that class that the commit must end in."""
    with pytest.raises(error) as caught:
        await session.commit(changes)
    assert type(caught.value) is error
    return caught.value


async def count(session: Session, *entity_types: EntityType) -> int:
    """How many entities of these types the store holds."""
    return sum([await session.count(entity_type, ()) for entity_type in entity_types])
