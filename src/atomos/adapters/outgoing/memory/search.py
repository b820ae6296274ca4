"""Search in memory: every entity is read for every question, so that nothing can be out of step."""

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from math import log
from typing import Any

from atomos.adapters.outgoing.memory.table import Table
from atomos.core.domain.entity import EntityType
from atomos.core.domain.rule import Condition
from atomos.core.ports.outgoing.ordering import comes_after, in_order, sort_values
from atomos.core.ports.outgoing.search import SCORE, Hits, SearchQuery
from atomos.storage.search.analysis import grams
from atomos.storage.search.document import Document, document_maker, searchable_of
from atomos.storage.search.engine import Engine, Row
from atomos.storage.search.facet_maps import FacetMaps
from atomos.storage.search.match import Alternative, Match

_ALIKE = 60
"""Words that are looked at more closely, to find the ones that were meant."""

Item = tuple[Any, Document]


class MemorySearch:
    """Searches one entity. Lives as long as its store."""

    def __init__(self, entity_type: EntityType) -> None:
        searchable = searchable_of(entity_type)
        self._engine = Engine(searchable)
        self._document = document_maker(searchable, self._engine.analyser)
        self._weights = [text.weight for text in searchable.texts]

    async def search(self, table: Table, query: SearchQuery) -> Hits:
        """What the query finds among the rows of a table."""
        items = [(row.entity, self._document(row.entity)) for row in table.rows.values()]
        return await self._engine.search(MemoryIndex(items, self._weights, FacetMaps(self._engine.facets)), query)


class MemoryIndex:
    """Entities with their documents, for one question. Implements `Index`."""

    def __init__(self, items: Sequence[Item], weights: Sequence[float], maps: FacetMaps) -> None:
        self.maps = maps
        self._items = items
        self._weights = weights

    async def known(self, words: Collection[str]) -> Collection[str]:
        """Those of the words that stand somewhere."""
        return self._words.intersection(words)

    async def beginning(self, prefix: str, limit: int) -> Sequence[str]:
        """Words that begin so."""
        return sorted(word for word in self._words if word.startswith(prefix))[:limit]

    async def alike(self, word: str, shortest: int, longest: int) -> Sequence[str]:
        """Words that have most in common with the word."""
        wanted = grams(word)
        common = [(-len(wanted & grams(each)), each) for each in self._words if shortest <= len(each) <= longest]
        return [each for shared, each in sorted(common)[:_ALIKE] if shared]

    async def numbers(self, match: Match, conditions: Sequence[Condition]) -> Sequence[int]:
        """The places of the documents that match."""
        return [
            place
            for place, (entity, document) in enumerate(self._items)
            if all(_any(group, document.texts) for group in match.required)
            and not _any(match.excluded, document.texts)
            and all(condition.holds(entity) for condition in conditions)
        ]

    async def facets(self, numbers: Sequence[int]) -> Iterable[tuple[int, str]]:
        """The facets of these documents."""
        return [(number, self._items[number][1].facets) for number in numbers]

    async def page(self, match: Match, query: SearchQuery, among: Sequence[int] | None, limit: int) -> Sequence[Row]:
        """Ids, scores and numbers in order."""
        found = set(await self.numbers(match, query.conditions)).intersection(
            range(len(self._items)) if among is None else among
        )
        if any(each.path == SCORE for each in query.order):
            return self._by_score(match, found, query)[:limit]
        places = {self._items[place][0].id: place for place in found}
        entities = [self._items[place][0] for place in found]
        if seen := query.after:
            entities = [each for each in entities if comes_after(sort_values(each, query.order), seen, query.order)]
        return [(each.id, 0.0, places[each.id]) for each in in_order(entities, query.order)[:limit]]

    def _by_score(self, match: Match, found: Iterable[int], query: SearchQuery) -> list[Row]:
        rarity = [log(1 + len(self._items) / (1 + self._frequency(group))) for group in match.required]
        scored = [
            (self._items[place][0].id, self._score(self._items[place][1], match, rarity), place) for place in found
        ]
        scored.sort(key=lambda each: (-each[1], each[0]))
        if query.after:
            score, id = query.after
            scored = [each for each in scored if (-each[1], each[0]) > (-score, id)]
        return scored

    def _score(self, document: Document, match: Match, rarity: Sequence[float]) -> float:
        score = 2 * max(self._weights) * len(set(match.wholes) & set(document.wholes))
        for group, rare in zip(match.required, rarity, strict=True):
            texts = zip(self._weights, document.texts, strict=True)
            score += rare * max((weight for weight, terms in texts if _any(group, [terms])), default=0.0)
        return round(score / (1 + 0.02 * max(document.length - match.words, 0)), 6)

    def _frequency(self, group: Iterable[Alternative]) -> int:
        alternatives = tuple(group)
        return sum(_any(alternatives, document.texts) for _, document in self._items)

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(word for _, document in self._items for word in document.words)


def _any(group: Iterable[Alternative], texts: Sequence[Sequence[str]]) -> bool:
    return any(_occurs(alternative, texts) for alternative in group)


def _occurs(alternative: Alternative, texts: Sequence[Sequence[str]]) -> bool:
    terms = alternative.terms
    if not alternative.phrase:
        return all(any(term in text for text in texts) for term in terms)
    ends = range(len(terms))
    return any(
        all(text[start + offset] == terms[offset] for offset in ends)
        for text in texts
        for start in range(len(text) - len(terms) + 1)
    )
