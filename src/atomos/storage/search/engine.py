"""The course of a search, the same over every index: read, look up, count, fetch, and help if there is nothing."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from atomos.core.domain.rule import Condition
from atomos.core.domain.searchable import Searchable
from atomos.core.ports.outgoing.search import Hits, SearchQuery, Widening
from atomos.storage.search.analysis import Analyser
from atomos.storage.search.expansion import Expansion, read_synonyms
from atomos.storage.search.match import Match
from atomos.storage.search.question import Part, parts_of
from atomos.storage.search.vocabulary import Vocabulary

_WIDENINGS = 8
"""Parts of a search that are left out one at a time, when it found nothing."""


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """How many documents have exactly these facets; `facets` and `key` as in `Document`."""

    key: int
    facets: str
    count: int


class Index(Vocabulary, Protocol):
    """The index of one entity, as an adapter asks its database."""

    async def groups(self, match: Match, conditions: Sequence[Condition]) -> Sequence[FacetGroup]:
        """What matches and meets the conditions, counted by facets."""
        ...

    async def page(self, match: Match, query: SearchQuery, keys: Sequence[int] | None) -> Sequence[tuple[Any, float]]:
        """Ids and scores of what matches, meets the conditions of the query and has one of the facet keys, in order."""
        ...


class Engine:
    """Searches one entity. Lives as long as its store."""

    def __init__(self, searchable: Searchable) -> None:
        self.analyser = Analyser(searchable.language)
        self._names = [facet.name for facet in searchable.facets]
        self._expansion = Expansion(self.analyser, read_synonyms(searchable.synonyms, self.analyser))

    async def search(self, index: Index, query: SearchQuery) -> Hits:
        """What the query asks of the index."""
        parts = parts_of(query.words)
        hits = await self._hits(index, query, await self._expansion.match(parts, index))
        if hits.ids or query.after is not None:
            return hits
        if any(not part.sign for part in parts):
            hits = await self._hits(index, query, await self._expansion.match(parts, index, doubt=True))
            if hits.ids:
                return hits
        return replace(hits, widenings=await self._widenings(index, query, parts), read_as={})

    async def _hits(self, index: Index, query: SearchQuery, match: Match) -> Hits:
        counts, keys = _Counts(self._names), None
        if query.count or query.chosen:
            counts = self._counted(await index.groups(match, query.conditions), query.chosen)
            keys = counts.keys if query.chosen else None
            if not counts.total:
                return Hits((), (), 0, counts.facets, match.read_as)
        rows = await index.page(match, query, keys)
        ids, scores = tuple(row[0] for row in rows), tuple(row[1] for row in rows)
        return Hits(ids, scores, counts.total, counts.facets if query.count else {}, match.read_as)

    async def _widenings(self, index: Index, query: SearchQuery, parts: Sequence[Part]) -> tuple[Widening, ...]:
        found: list[Widening] = []
        for name, words, smaller in list(self._smaller(query, parts))[:_WIDENINGS]:
            match = await self._expansion.match(words, index)
            total = self._counted(await index.groups(match, smaller.conditions), smaller.chosen).total
            if total:
                found.append(Widening(name, total))
        return tuple(sorted(found, key=lambda each: -each.total))

    @staticmethod
    def _smaller(query: SearchQuery, parts: Sequence[Part]) -> Iterator[tuple[str, Sequence[Part], SearchQuery]]:
        """The query without one of its parts, for each that can be left out: never a rule, which may guard secrets."""
        for name in query.chosen:
            yield name, parts, replace(query, chosen={n: v for n, v in query.chosen.items() if n != name})
        for part in parts if len(parts) > 1 else ():
            yield part.text, [each for each in parts if each is not part], query

    def _counted(self, groups: Sequence[FacetGroup], chosen: Mapping[str, frozenset[str]]) -> "_Counts":
        counts = _Counts(self._names)
        for group in groups:
            counts.add(group, chosen)
        return counts


class _Counts:
    """Documents counted by the values of each facet; what misses one chosen facet only counts for that one."""

    def __init__(self, names: Sequence[str]) -> None:
        self.total = 0
        self.keys: list[int] = []
        self._counters = {name: Counter[str]() for name in names}

    @property
    def facets(self) -> dict[str, dict[str, int]]:
        """The counts by facet and value, the most frequent first."""
        return {
            name: dict(sorted(counter.items(), key=lambda item: (-item[1], item[0])))
            for name, counter in self._counters.items()
        }

    def add(self, group: FacetGroup, chosen: Mapping[str, frozenset[str]]) -> None:
        """Count one group of documents."""
        values = dict(zip(self._counters, json.loads(group.facets), strict=True))
        missed = [name for name, wanted in chosen.items() if wanted.isdisjoint(values[name])]
        if not missed:
            self.total += group.count
            self.keys.append(group.key)
        for name, counter in self._counters.items():
            if not missed or missed == [name]:
                for value in values[name]:
                    counter[value] += group.count
