"""Search within a unit of work: what the index finds, as entities of this unit."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol

from atomos.core.domain.entity import EntityType, Kind
from atomos.core.domain.errors import Invalid
from atomos.core.domain.searchable import facet_value
from atomos.core.ports.outgoing.ordering import sort_values
from atomos.core.ports.outgoing.search import SCORE, Found, Hits, KeptIndex, SearchQuery
from atomos.core.ports.outgoing.store import Order, Store
from atomos.core.service.cursor import read_cursor, write_cursor
from atomos.core.service.model import Model

_BY_SCORE = (Order(SCORE, descending=True), Order("id"))


class Reader(Protocol):
    """What a search asks of its unit of work."""

    model: Model

    async def ask_index(self, entity_type: EntityType, query: SearchQuery) -> Hits: ...
    async def load_those(self, entity_type: EntityType, ids: Sequence[Any]) -> list[Any]: ...


class EntitySearch:
    """A search, within one unit of work. Implements `Search[T]`; see there."""

    def __init__(self, uow: Reader, entity_type: EntityType) -> None:
        assert entity_type.searchable is not None, "the wiring checked it"
        self._uow = uow
        self._type = entity_type
        self._searchable = entity_type.searchable

    async def find(
        self,
        words: str = "",
        *rules: Callable[..., bool],
        chosen: Mapping[str, Collection[Any]] | None = None,
        order_by: str | Sequence[str] = (),
        limit: int = 20,
        after: str | None = None,
        count: bool = True,
        **values: Any,
    ) -> Found[Any]:
        order = self._order(words, (order_by,) if isinstance(order_by, str) else tuple(order_by))
        kinds = [Kind.FLOAT if key.path == SCORE else self._uow.model.kind(self._type, key.path) for key in order]
        query = SearchQuery(
            words=words,
            conditions=self._uow.model.conditions(self._type, rules, values),
            chosen=self._chosen(chosen or {}),
            order=order,
            limit=limit + 1,
            after=None if after is None else read_cursor(after, order, kinds),
            count=count,
        )
        hits = await self._uow.ask_index(self._type, query)
        entities = await self._uow.load_those(self._type, hits.ids[:limit])
        following = None
        if len(hits.ids) > limit and entities:
            last = entities[-1]
            seen = (hits.scores[limit - 1], last.id) if order == _BY_SCORE else sort_values(last, order)
            following = write_cursor(order, kinds, seen)
        return Found(tuple(entities), following, hits.total, hits.facets, hits.read_as, hits.widenings)

    def _order(self, words: str, keys: tuple[str, ...]) -> tuple[Order, ...]:
        if not keys and words.strip():
            return _BY_SCORE
        order = self._uow.model.order(self._type, keys)
        for each in order:
            if each.path.partition(".")[0] not in self._searchable.kept:
                message = f"{self._type.name} cannot be sorted by {each.path!r}: its index has no copy of it"
                raise Invalid(message)
        return order

    def _chosen(self, chosen: Mapping[str, Collection[Any]]) -> dict[str, frozenset[str]]:
        known = {facet.name for facet in self._searchable.facets}
        for name in chosen:
            if name not in known:
                raise Invalid(f"{self._type.name} has no facet {name!r}; it has {', '.join(sorted(known)) or 'none'}")
        return {name: frozenset(map(facet_value, values)) for name, values in chosen.items() if values}


async def reindex(store: Store, entity_types: Iterable[EntityType], *, anew: bool = False) -> dict[str, int]:
    """Index all that is not; how many of which collection were written. Nothing, for a store that keeps no index."""
    if not isinstance(store, KeptIndex):
        return {}
    searched = [each for each in entity_types if each.searchable is not None]
    return {each.collection: await store.reindex(each, anew=anew) for each in searched}
