"""The course of a search, the same over every index: read, look up, count, fetch, and help if there is nothing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Protocol

from atomos.core.domain.rule import Condition
from atomos.core.domain.searchable import Searchable
from atomos.core.ports.outgoing.search import Hits, SearchQuery, Widening
from atomos.storage.search.analysis import Analyser
from atomos.storage.search.expansion import Expansion, read_synonyms
from atomos.storage.search.facet_maps import FacetMaps, bits, numbers_in
from atomos.storage.search.match import Match
from atomos.storage.search.question import Part, parts_of
from atomos.storage.search.vocabulary import Vocabulary

_WIDENINGS = 8
"""Parts of a search that are left out one at a time, when it found nothing."""

_FEW = 5_000
"""Documents that are named one by one when a page is asked for; among more, a page is soon full."""

Row = tuple[Any, float, int]
"""The id of an entity, its score, and the number of its document."""


class Index(Vocabulary, Protocol):
    """The index of one entity, as an adapter asks its database."""

    maps: FacetMaps

    async def numbers(self, match: Match, conditions: Sequence[Condition]) -> Sequence[int]:
        """The documents that match and meet the conditions, in any order."""
        ...

    async def facets(self, numbers: Sequence[int]) -> Iterable[tuple[int, str]]:
        """The facets of these documents, as they were made; of those that are gone, none."""
        ...

    async def page(self, match: Match, query: SearchQuery, among: Sequence[int] | None, limit: int) -> Sequence[Row]:
        """The first of what matches, meets the conditions of the query and is among the documents, in order."""
        ...


class Engine:
    """Searches one entity. Lives as long as its store."""

    def __init__(self, searchable: Searchable) -> None:
        self.analyser = Analyser(searchable.language)
        self.facets = tuple(facet.name for facet in searchable.facets)
        self._expansion = Expansion(self.analyser, read_synonyms(searchable.synonyms, self.analyser))

    async def search(self, index: Index, query: SearchQuery) -> Hits:
        """What the query asks of the index."""
        parts = parts_of(query.words)
        hits = await self._hits(index, query, await self._expansion.match(parts, index))
        if hits.ids or query.after is not None:
            return hits
        if any(not part.sign for part in parts):
            doubted = await self._hits(index, query, await self._expansion.match(parts, index, doubt=True))
            if doubted.ids:
                return doubted
        return replace(hits, widenings=await self._widenings(index, query, parts), read_as={})

    async def _hits(self, index: Index, query: SearchQuery, match: Match) -> Hits:
        if not query.count and not query.chosen:
            return _hits(await index.page(match, query, None, query.limit), match)
        matching = await self._matching(index, query, match)
        found = index.maps.having(matching, query.chosen)
        total = found.bit_count()
        rows = await self._page(index, query, match, found, matching) if total else ()
        facets = index.maps.counts(matching, query.chosen) if query.count else {}
        return replace(_hits(rows, match), total=total, facets=facets)

    @staticmethod
    async def _matching(index: Index, query: SearchQuery, match: Match) -> int:
        """The documents that match and meet the conditions, all of them known to the maps."""
        matching = bits(await index.numbers(match, query.conditions))
        if unknown := index.maps.unknown(matching):
            index.maps.add(await index.facets(unknown))
        return matching

    @staticmethod
    async def _page(index: Index, query: SearchQuery, match: Match, found: int, matching: int) -> Sequence[Row]:
        if found == matching:
            return await index.page(match, query, None, query.limit)
        total = found.bit_count()
        if total <= _FEW:
            return await index.page(match, query, numbers_in(found), query.limit)
        limit = query.limit * (2 + matching.bit_count() // total)
        while True:
            rows = await index.page(match, query, None, limit)
            wanted = [row for row in rows if found >> row[2] & 1]
            if len(wanted) >= query.limit or len(rows) < limit:
                return wanted[: query.limit]
            limit *= 4

    async def _widenings(self, index: Index, query: SearchQuery, parts: Sequence[Part]) -> tuple[Widening, ...]:
        found: list[Widening] = []
        for name, words, smaller in list(self._smaller(query, parts))[:_WIDENINGS]:
            match = await self._expansion.match(words, index)
            matching = await self._matching(index, smaller, match)
            if total := index.maps.having(matching, smaller.chosen).bit_count():
                found.append(Widening(name, total))
        return tuple(sorted(found, key=lambda each: -each.total))

    @staticmethod
    def _smaller(query: SearchQuery, parts: Sequence[Part]) -> Iterator[tuple[str, Sequence[Part], SearchQuery]]:
        """The query without one of its parts, for each that can be left out: never a rule, which may guard secrets."""
        for name in query.chosen:
            yield name, parts, replace(query, chosen={n: v for n, v in query.chosen.items() if n != name})
        for part in parts if len(parts) > 1 else ():
            yield part.text, [each for each in parts if each is not part], query


def _hits(rows: Sequence[Row], match: Match) -> Hits:
    return Hits(tuple(row[0] for row in rows), tuple(row[1] for row in rows), read_as=match.read_as)
