"""Repositories: a unit of work seen as the collection of one entity."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from atomos.core.domain.entity import EntityType
from atomos.core.domain.errors import NotFound
from atomos.core.domain.page import Page
from atomos.core.domain.rule import Condition
from atomos.core.ports.outgoing.ordering import sort_values
from atomos.core.ports.outgoing.store import Query
from atomos.core.service.cursor import read_cursor, write_cursor
from atomos.core.service.model import Model


class Reader(Protocol):
    """What a collection asks of its unit of work."""

    model: Model

    async def load(self, entity_type: EntityType, id: Any) -> Any: ...
    async def load_many(self, entity_type: EntityType, ids: Iterable[Any]) -> list[Any]: ...
    async def find(self, entity_type: EntityType, query: Query) -> list[Any]: ...
    async def count(self, entity_type: EntityType, conditions: Sequence[Condition]) -> int: ...
    def add(self, entity: Any) -> None: ...
    def remove(self, entity: Any) -> None: ...


class Collection:
    """A repository, within one unit of work. Implements `Repository[T]`; see there."""

    def __init__(self, uow: Reader, entity_type: EntityType) -> None:
        self._uow = uow
        self._type = entity_type

    async def get(self, id: Any) -> Any:
        entity = await self._uow.load(self._type, id)
        if entity is None:
            raise NotFound(self._type.name, id)
        return entity

    async def get_many(self, ids: Iterable[Any]) -> Sequence[Any]:
        return await self._uow.load_many(self._type, ids)

    async def find(
        self,
        *rules: Callable[..., bool],
        order_by: str | Sequence[str] = (),
        limit: int | None = None,
        after: str | None = None,
        **values: Any,
    ) -> Page[Any]:
        conditions = self._uow.model.conditions(self._type, rules, values)
        return await find_page(self._uow, self._type, conditions, order_by, limit, after)

    async def first(self, *rules: Callable[..., bool], order_by: str | Sequence[str] = (), **values: Any) -> Any:
        page = await self.find(*rules, order_by=order_by, limit=1, **values)
        return page[0] if page else None

    async def count(self, *rules: Callable[..., bool], **values: Any) -> int:
        return await self._uow.count(self._type, self._uow.model.conditions(self._type, rules, values))

    async def exists(self, *rules: Callable[..., bool], **values: Any) -> bool:
        return bool(await self.find(*rules, limit=1, **values))

    def add(self, entity: Any) -> None:
        self._uow.add(entity)

    def remove(self, entity: Any) -> None:
        self._uow.remove(entity)


async def find_page(
    uow: Reader,
    entity_type: EntityType,
    conditions: Sequence[Condition],
    order_by: str | Sequence[str],
    limit: int | None,
    after: str | None,
) -> Page[Any]:
    """A page of what meets the conditions. One entity more than asked for is read, to know whether more follows.

    Raises: Invalid (an order or a cursor that means nothing).
    """
    order = uow.model.order(entity_type, (order_by,) if isinstance(order_by, str) else order_by)
    kinds = [uow.model.kind(entity_type, key.path) for key in order]
    start = None if after is None else read_cursor(after, order, kinds)
    query = Query(tuple(conditions), order, None if limit is None else limit + 1, start)
    entities = await uow.find(entity_type, query)
    if limit is None or len(entities) <= limit:
        return Page(tuple(entities))
    items = tuple(entities[:limit])
    return Page(items, write_cursor(order, kinds, sort_values(items[-1], order)) if items else None)
