"""What keeps a search index in PostgreSQL in step with its entities: clauses of the statement that commits."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from atomos.core.domain.entity import EntityType
from atomos.core.domain.searchable import Searchable
from atomos.storage.columns import POSTGRES_TYPES, quoted
from atomos.storage.hydration import compile_dump
from atomos.storage.search.analysis import Analyser
from atomos.storage.search.document import Document, document_maker, searchable_of
from atomos.storage.search.names import FACETS, LENGTH, NUMBER, TERMS, IndexTables, search_name
from atomos.storage.values import ENCODERS, Dialect

_LABELS = "BCD"
"""What PostgreSQL tells words apart by; `A` is that of a text as a whole."""

_LAST_POSITION = 16_383


class IndexWrites:
    """Writes the index of one entity. Lives as long as the store.

    A clause takes its parameters as arrays, one row an item, numbered from the first that is free.
    """

    def __init__(self, entity_type: EntityType, analyser: Analyser) -> None:
        searchable = searchable_of(entity_type)
        self._type = entity_type
        self._tables = IndexTables(search_name(entity_type))
        self._kept = searchable.kept
        self._document = document_maker(searchable, analyser)
        self._dump = compile_dump(entity_type, searchable.kept, Dialect.POSTGRES)
        self._encode_id = ENCODERS[Dialect.POSTGRES][entity_type.id.kind]
        self._labels = labels(searchable)

    def put_values(self, entities: Sequence[Any]) -> list[list[Any]]:
        """The parameters of `put_clauses`. Raises: Invalid."""
        rows = sorted(
            ((*self._dump(entity), self._document(entity)) for entity in entities), key=lambda row: str(row[0])
        )
        documents = [row[-1] for row in rows]
        words = sorted({word for each in documents for word in each.words})
        return [
            *([row[position] for row in rows] for position in range(len(self._kept))),
            [each.length for each in documents],
            [each.facets for each in documents],
            [self._terms(each) for each in documents],
            words,
        ]

    def put_clauses(self, name: str, first: int) -> Iterator[str]:
        """Clauses that bring documents in step with their entities."""
        types = [POSTGRES_TYPES[self._type.field(column).kind] for column in self._kept]
        marks = [f"${first + n}::{each}[]" for n, each in enumerate((*types, "int", "text", "text"))]
        columns = [*self._kept, LENGTH, FACETS, TERMS]
        written = ", ".join(f"{quoted(each)} = excluded.{quoted(each)}" for each in columns if each != "id")
        written += f', "{NUMBER}" = DEFAULT'
        values = [f"d.d{n}" for n in range(len(columns))]
        row = ", ".join(f"d{n}" for n in range(len(columns)))
        yield (
            f"{name} AS (INSERT INTO {self._tables.documents} ({', '.join(map(quoted, columns))}) "
            f"SELECT {', '.join(values)}::tsvector FROM unnest({', '.join(marks)}) AS d({row}) "
            f'ON CONFLICT ("id") DO UPDATE SET {written})'
        )
        yield f"{name}_words AS ({self._put_words(first + len(columns))})"

    def remove_values(self, ids: Sequence[Any]) -> list[list[Any]]:
        """The parameters of `remove_clauses`."""
        return [[self._encode_id(id) for id in ids]]

    def remove_clauses(self, name: str, first: int) -> Iterator[str]:
        """A clause that takes documents out."""
        id_type = POSTGRES_TYPES[self._type.id.kind]
        yield f'{name} AS (DELETE FROM {self._tables.documents} WHERE "id" = ANY(${first}::{id_type}[]))'

    def put_statement(self) -> str:
        """A statement of its own that puts documents."""
        return f"WITH {', '.join(self.put_clauses('put', 1))} SELECT 1"

    def clear_statement(self) -> str:
        """A statement that empties the index."""
        tables = self._tables
        return f"TRUNCATE {tables.documents}, {tables.words}"

    def _put_words(self, number: int) -> str:
        """Words that are known already cost one look; the order keeps two who write from waiting in a circle."""
        words = self._tables.words
        return (
            f"INSERT INTO {words} (gram, word) SELECT substr('  ' || new.word || '  ', at.start, 3), new.word "
            f"FROM unnest(${number}::text[]) AS new(word) CROSS JOIN LATERAL "
            f"generate_series(1, length(new.word) + 2) AS at(start) WHERE NOT EXISTS (SELECT 1 FROM {words} AS known "
            f"WHERE known.gram = '  ' || left(new.word, 1) AND known.word = new.word) "
            f'ORDER BY new.word COLLATE "C", 1 ON CONFLICT DO NOTHING'
        )

    def _terms(self, document: Document) -> str:
        """The terms with their positions, a gap between two texts, as the text of a `tsvector`."""
        found: dict[str, list[str]] = {}
        position = 0
        for terms, label in zip(document.texts, self._labels, strict=True):
            for term in terms:
                position += 1
                found.setdefault(term, []).append(f"{min(position, _LAST_POSITION)}{label}")
            position += 1
        found |= {term: ["1A"] for term in document.wholes}
        return " ".join(f"{term}:{','.join(places)}" for term, places in found.items())


def labels(searchable: Searchable) -> list[str]:
    """The label of each text: PostgreSQL tells three weights apart, what is lighter shares the third."""
    return [_LABELS[min(place, 2)] for place in map(_place(searchable), searchable.texts)]


def label_weights(searchable: Searchable) -> str:
    """The weights of the labels D, C, B and A, none above 1."""
    place = _place(searchable)
    by_place = {place(text): text.weight for text in reversed(searchable.texts)}
    heaviest = by_place[0]
    weights = [by_place.get(number, 0) / (2 * heaviest) for number in (2, 1, 0)]
    return "{" + ", ".join(map(str, [*weights, 1])) + "}"


def _place(searchable: Searchable) -> Callable[[Any], int]:
    heaviest_first = sorted({text.weight for text in searchable.texts}, reverse=True)
    return lambda text: heaviest_first.index(text.weight)
