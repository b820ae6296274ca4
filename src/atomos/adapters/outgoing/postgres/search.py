"""Search in PostgreSQL: a `tsvector` for the words, ordinary columns for what stands beside them."""

import itertools
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from typing import Any

from atomos.adapters.outgoing.postgres.indexing import IndexWrites, label_weights
from atomos.core.domain.entity import EntityType
from atomos.core.domain.rule import Condition
from atomos.core.ports.outgoing.search import SCORE, Hits, SearchQuery
from atomos.storage.columns import quoted
from atomos.storage.search.analysis import grams
from atomos.storage.search.condition import Conditions
from atomos.storage.search.document import searchable_of
from atomos.storage.search.engine import Engine, Row
from atomos.storage.search.facet_maps import FacetMaps
from atomos.storage.search.match import Alternative, Match
from atomos.storage.search.names import FACETS, LENGTH, NUMBER, TERMS, IndexTables, search_name
from atomos.storage.search.paging import Paging
from atomos.storage.values import Dialect

_ALIKE = 60
"""Words that are looked at more closely, to find the ones that were meant."""

_AT_ONCE = 500
"""Entities that are indexed in one transaction."""

Read = Callable[[str, Sequence[Any]], Awaitable[Sequence[Any]]]


class PostgresIndex:
    """The index of one entity, asked. Implements `Index`."""

    def __init__(self, entity_type: EntityType, engine: Engine, read: Read) -> None:
        self.writes = IndexWrites(entity_type, engine.analyser)
        self.maps = FacetMaps(engine.facets)
        self._engine = engine
        self._entities = quoted(entity_type.collection)
        self._tables = IndexTables(search_name(entity_type))
        self._read = read
        self._conditions = Conditions(entity_type, Dialect.POSTGRES)
        self._paging = Paging(self._conditions.documents, Dialect.POSTGRES)
        self._weights = label_weights(searchable_of(entity_type))

    async def search(self, query: SearchQuery) -> Hits:
        """What the query asks for."""
        return await self._engine.search(self, query)

    async def missing(self) -> list[Any]:
        """Ids of some entities that are not in the index; empty if it is complete."""
        sql = (
            f'SELECT "id" FROM {self._entities} AS e WHERE NOT EXISTS '
            f'(SELECT 1 FROM {self._tables.documents} AS d WHERE d."id" = e."id") ORDER BY "id" LIMIT {_AT_ONCE}'
        )
        return [row[0] for row in await self._read(sql, ())]

    async def known(self, words: Collection[str]) -> Collection[str]:
        """Those of the words that the index knows."""
        sql = (
            f"SELECT asked.word FROM unnest($1::text[]) AS asked(word) JOIN {self._tables.words} AS known "
            f"ON known.gram = '  ' || left(asked.word, 1) AND known.word = asked.word"
        )
        return [row[0] for row in await self._read(sql, [list(words)])]

    async def beginning(self, prefix: str, limit: int) -> Sequence[str]:
        """Known words that begin so."""
        sql = (
            f"SELECT word FROM {self._tables.words} WHERE gram = $1::text AND word >= $2::text AND word < $3::text "
            f"ORDER BY word LIMIT $4::int"
        )
        return [row[0] for row in await self._read(sql, [f"  {prefix[0]}", prefix, prefix + "\U0010ffff", limit])]

    async def alike(self, word: str, shortest: int, longest: int) -> Sequence[str]:
        """Known words that have most in common with the word."""
        sql = (
            f"SELECT word FROM {self._tables.words} WHERE gram = ANY($1::text[]) "
            f"AND length(word) BETWEEN $2::int AND $3::int GROUP BY word ORDER BY count(*) DESC, word LIMIT {_ALIKE}"
        )
        return [row[0] for row in await self._read(sql, [sorted(grams(word)), shortest, longest])]

    async def numbers(self, match: Match, conditions: Sequence[Condition]) -> Sequence[int]:
        """The documents that match: as one array, which is read faster than as many rows."""
        matching, values = self._matching(match, conditions)
        rows = await self._read(f'SELECT array_agg("{NUMBER}") FROM {matching}', values)
        return rows[0][0] or ()

    async def facets(self, numbers: Sequence[int]) -> Iterable[tuple[int, str]]:
        """The facets of these documents."""
        among = f'"{NUMBER}" = ANY($1::bigint[])'
        sql = f'SELECT "{NUMBER}", "{FACETS}" FROM {self._tables.documents} WHERE {among}'
        return await self._read(sql, [numbers])

    async def page(self, match: Match, query: SearchQuery, among: Sequence[int] | None, limit: int) -> Sequence[Row]:
        """Ids, scores and numbers in order."""
        matching, values = self._matching(match, query.conditions)
        if among is not None:
            values.append(among)
            matching += f' AND "{NUMBER}" = ANY(${len(values)}::bigint[])'
        score = "0::float8"
        if match.required and any(each.path == SCORE for each in query.order):
            values.append(_mentioned(match))
            score = self._score(match, len(values))
        sort_keys = self._paging.keys(query.order)
        scored = f'SELECT *, {score} AS "{SCORE}" FROM {matching}'
        sql = f'SELECT "id", "{SCORE}", "{NUMBER}" FROM ({scored}) AS {self._tables.documents}'
        if query.after is not None:
            behind, more = self._paging.behind(sort_keys, query, itertools.count(len(values) + 1))
            sql += f" WHERE {behind}"
            values += more
        sql += f" ORDER BY {', '.join(key.clause for key in sort_keys)} LIMIT {limit:d}"
        return [(row[0], row[1], row[2]) for row in await self._read(sql, values)]

    def _score(self, match: Match, number: int) -> str:
        """What stands in a text of few words counts more."""
        rank = f"ts_rank('{self._weights}', \"{TERMS}\", ${number}::text::tsquery)"
        return f'round(({rank} / (1 + 0.02 * greatest("{LENGTH}" - {match.words}, 0)))::numeric, 8)::float8'

    def _matching(self, match: Match, conditions: Sequence[Condition]) -> tuple[str, list[Any]]:
        """What stands behind FROM: the documents that match and meet the conditions."""
        values: list[Any] = []
        clauses = ["TRUE"]
        if match.required:
            values.append(" & ".join(_any_of(group) for group in match.required))
            clauses.append(f'"{TERMS}" @@ ${len(values)}::text::tsquery')
        if match.excluded:
            values.append(_any_of(match.excluded))
            clauses.append(f'NOT "{TERMS}" @@ ${len(values)}::text::tsquery')
        for condition in conditions:
            sql, more = self._conditions.clause(condition, len(values) + 1)
            clauses.append(sql)
            values += more
        return f"{self._tables.documents} WHERE {' AND '.join(clauses)}", values


def _any_of(group: Sequence[Alternative]) -> str:
    return f"({' | '.join(map(_alternative, group))})"


def _alternative(alternative: Alternative) -> str:
    return f"({(' <-> ' if alternative.phrase else ' & ').join(alternative.terms)})"


def _mentioned(match: Match) -> str:
    """Every term that counts, wherever it stands."""
    terms = {term: None for group in match.required for each in group for term in each.terms}
    return " | ".join([*terms, *match.wholes])
