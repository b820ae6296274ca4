"""Search in SQLite: FTS5 for the words, ordinary tables for what stands beside them."""

import itertools
import json
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from typing import Any

import msgspec

from atomos.adapters.outgoing.sqlite.indexing import IndexWrites
from atomos.core.domain.entity import EntityType
from atomos.core.domain.rule import Condition
from atomos.core.ports.outgoing.search import SCORE, Hits, SearchQuery
from atomos.core.wiring.annotation import bare
from atomos.storage.columns import quoted
from atomos.storage.search.analysis import grams
from atomos.storage.search.condition import Conditions
from atomos.storage.search.document import searchable_of
from atomos.storage.search.engine import Engine, Row
from atomos.storage.search.facet_maps import FacetMaps
from atomos.storage.search.match import Alternative, Match
from atomos.storage.search.names import FACETS, LENGTH, NUMBER, IndexTables, search_name
from atomos.storage.search.paging import Paging
from atomos.storage.values import Dialect

_ALIKE = 60
"""Words that are looked at more closely, to find the ones that were meant."""

_AT_ONCE = 500
"""Entities that are indexed in one transaction."""

Rows = list[tuple[Any, ...]]
Read = Callable[[str, Sequence[Any]], Awaitable[Rows]]

_decode_numbers = msgspec.json.Decoder(list[int]).decode


def make_index(entity_type: EntityType, read: Read, read_long: Read) -> "SqliteIndex":
    """The index of a searchable entity. Raises: Misconfigured (the package that finds stems is missing)."""
    return SqliteIndex(entity_type, Engine(searchable_of(entity_type)), read, read_long)


class SqliteIndex:
    """The index of one entity, asked. Implements `Index`."""

    def __init__(self, entity_type: EntityType, engine: Engine, read: Read, read_long: Read) -> None:
        self.writes = IndexWrites(entity_type, engine.analyser)
        self.maps = FacetMaps(engine.facets)
        self._engine = engine
        self._entities = quoted(entity_type.collection)
        self._tables = IndexTables(search_name(entity_type))
        self._read = read
        self._read_long = read_long
        self._conditions = Conditions(entity_type, Dialect.SQLITE)
        self._paging = Paging(self._conditions.documents, Dialect.SQLITE)
        self._id_type = bare(entity_type.id.annotation)
        weights = [text.weight for text in searchable_of(entity_type).texts]
        self._rank = f"bm25({self._tables.text}, {', '.join(map(str, [*weights, 2 * max(weights)]))})"

    async def search(self, query: SearchQuery) -> Hits:
        """What the query asks for."""
        return await self._engine.search(self, query)

    async def missing(self) -> list[Any]:
        """Ids of some entities that are not in the index; empty if it is complete."""
        sql = (
            f'SELECT "id" FROM {self._entities} WHERE "id" NOT IN (SELECT "id" FROM {self._tables.documents}) '
            f'ORDER BY "id" LIMIT {_AT_ONCE}'
        )
        return [msgspec.convert(row[0], self._id_type) for row in await self._read(sql, ())]

    async def known(self, words: Collection[str]) -> Collection[str]:
        """Those of the words that the index knows."""
        sql = (
            f"SELECT asked.value FROM json_each(?) AS asked JOIN {self._tables.words} AS known "
            f"ON known.gram = '  ' || substr(asked.value, 1, 1) AND known.word = asked.value"
        )
        return [row[0] for row in await self._read(sql, (json.dumps(list(words)),))]

    async def beginning(self, prefix: str, limit: int) -> Sequence[str]:
        """Known words that begin so."""
        sql = f"SELECT word FROM {self._tables.words} WHERE gram = ? AND word >= ? AND word < ? ORDER BY word LIMIT ?"
        rows = await self._read(sql, (f"  {prefix[0]}", prefix, prefix + "\U0010ffff", limit))
        return [row[0] for row in rows]

    async def alike(self, word: str, shortest: int, longest: int) -> Sequence[str]:
        """Known words that have most in common with the word."""
        sql = (
            f"SELECT word FROM {self._tables.words} WHERE gram IN (SELECT value FROM json_each(?)) "
            f"AND length(word) BETWEEN ? AND ? GROUP BY word ORDER BY count(*) DESC, word LIMIT {_ALIKE}"
        )
        rows = await self._read(sql, (json.dumps(sorted(grams(word))), shortest, longest))
        return [row[0] for row in rows]

    async def numbers(self, match: Match, conditions: Sequence[Condition]) -> Sequence[int]:
        """The documents that match: as one text, which is read faster than as many rows."""
        matching, values = self._matching(match, conditions, ranked=False)
        rows = await self._read_long(f'SELECT group_concat("{NUMBER}") FROM {matching}', values)
        return _decode_numbers(f"[{rows[0][0] or ''}]")

    async def facets(self, numbers: Sequence[int]) -> Iterable[tuple[int, str]]:
        """The facets of these documents."""
        among = f'"{NUMBER}" IN (SELECT value FROM json_each(?))'
        sql = f'SELECT "{NUMBER}", "{FACETS}" FROM {self._tables.documents} WHERE {among}'
        return await self._read(sql, (json.dumps(numbers),))

    async def page(self, match: Match, query: SearchQuery, among: Sequence[int] | None, limit: int) -> Sequence[Row]:
        """Ids, scores and numbers in order."""
        ranked = bool(match.required) and any(each.path == SCORE for each in query.order)
        matching, values = self._matching(match, query.conditions, ranked=ranked)
        if among is not None:
            matching += f' AND "{NUMBER}" IN (SELECT value FROM json_each(?))'
            values.append(json.dumps(among))
        score = self._score(match) if ranked else "0.0"
        sort_keys = self._paging.keys(query.order)
        scored = f'SELECT *, {score} AS "{SCORE}" FROM {matching}'
        sql = f'SELECT "id", "{SCORE}", "{NUMBER}" FROM ({scored}) AS {self._tables.documents}'
        if query.after is not None:
            behind, more = self._paging.behind(sort_keys, query, itertools.count(len(values) + 1))
            sql += f" WHERE {behind}"
            values += more
        sql += f" ORDER BY {', '.join(key.clause for key in sort_keys)} LIMIT {limit:d}"
        rows = await self._read_long(sql, values)
        return [(msgspec.convert(row[0], self._id_type), row[1], row[2]) for row in rows]

    def _score(self, match: Match) -> str:
        """What stands in a text of few words counts more."""
        return f'round(-_rank / (1 + 0.02 * max("{LENGTH}" - {match.words}, 0)), 6)'

    def _matching(self, match: Match, conditions: Sequence[Condition], *, ranked: bool) -> tuple[str, list[Any]]:
        """What stands behind FROM: the documents that match and meet the conditions."""
        documents, text = self._tables.documents, self._tables.text
        values: list[Any] = []
        source, clauses = documents, ["TRUE"]
        if match.required:
            rank = f", {self._rank} AS _rank" if ranked else ""
            source = (
                f"(SELECT rowid AS _row{rank} FROM {text} WHERE {text} MATCH ?) AS _matched "
                f'CROSS JOIN {documents} ON "{NUMBER}" = _row'
            )
            values.append(_fts(match, ranked=ranked))
        if match.excluded:
            clauses.append(f'"{NUMBER}" NOT IN (SELECT rowid FROM {text} WHERE {text} MATCH ?)')
            values.append(_any_of(match.excluded))
        for condition in conditions:
            sql, more = self._conditions.clause(condition, len(values) + 1)
            clauses.append(f"+({sql})")  # the `+` keeps SQLite from an index of one column, where most rows meet it
            values += more
        return f"{source} WHERE {' AND '.join(clauses)}", values


def _fts(match: Match, *, ranked: bool) -> str:
    """The match in the language of FTS5.

    Source: https://www.sqlite.org/fts5.html#full_text_query_syntax
    """
    required = " AND ".join(_any_of(group) for group in match.required)
    if not ranked:
        return required
    return " OR ".join([f"({required})", *(f"({required} AND {term})" for term in match.wholes)])


def _any_of(group: Sequence[Alternative]) -> str:
    return f"({' OR '.join(map(_alternative, group))})"


def _alternative(alternative: Alternative) -> str:
    joint = " + " if alternative.phrase else " AND "
    terms = joint.join(f'"{term}"' for term in alternative.terms)
    return f"({terms})" if len(alternative.terms) > 1 else terms
