"""What keeps a search index in SQLite in step with its entities."""

import json
from typing import Any

from atomos.adapters.outgoing.sqlite.changes import Step
from atomos.core.domain.entity import EntityType
from atomos.storage.columns import quoted
from atomos.storage.hydration import compile_dump
from atomos.storage.search.analysis import Analyser
from atomos.storage.search.document import document_maker, searchable_of
from atomos.storage.search.names import FACETS, LENGTH, NUMBER, IndexTables, search_name
from atomos.storage.values import ENCODERS, Dialect


class IndexWrites:
    """Makes the steps that keep the index of one entity. Lives as long as the store."""

    def __init__(self, entity_type: EntityType, analyser: Analyser) -> None:
        searchable = searchable_of(entity_type)
        self._tables = tables = IndexTables(search_name(entity_type))
        self._document = document_maker(searchable, analyser)
        self._dump = compile_dump(entity_type, searchable.kept, Dialect.SQLITE)
        self._encode_id = ENCODERS[Dialect.SQLITE][entity_type.id.kind]
        columns = ", ".join(map(quoted, (*searchable.kept, LENGTH, FACETS)))
        texts = ", ".join([*(f"text{number}" for number in range(len(searchable.texts))), "whole"])
        row = f'(SELECT "{NUMBER}" FROM {tables.documents} WHERE "id" = ?)'
        self._drop_text = f"DELETE FROM {tables.text} WHERE rowid = {row}"
        self._drop = f'DELETE FROM {tables.documents} WHERE "id" = ?'
        self._put = f"INSERT INTO {tables.documents} ({columns}) VALUES (?{', ?' * (len(searchable.kept) + 1)})"
        self._put_text = (
            f"INSERT INTO {tables.text} (rowid, {texts}) VALUES ({row}{', ?' * (len(searchable.texts) + 1)})"
        )
        self._put_words = _put_words(tables)

    def clear(self) -> list[Step]:
        """The steps that empty the index."""
        tables = (self._tables.text, self._tables.documents, self._tables.words)
        return [Step(f"DELETE FROM {table}", (), None) for table in tables]

    def put(self, entity: Any) -> list[Step]:
        """The steps that make the document of an entity anew, under a new number. Raises: Invalid."""
        document, kept = self._document(entity), self._dump(entity)
        id = self._encode_id(entity.id)
        texts = [" ".join(terms) for terms in (*document.texts, document.wholes)]
        return [
            *self.remove(entity.id),
            Step(self._put, (*kept, document.length, document.facets), None),
            Step(self._put_text, (id, *texts), None),
            Step(self._put_words, (json.dumps(sorted(document.words)),), None),
        ]

    def remove(self, id: Any) -> list[Step]:
        """The steps that take the document of an entity out."""
        encoded = self._encode_id(id)
        return [Step(self._drop_text, (encoded,), None), Step(self._drop, (encoded,), None)]


def _put_words(tables: IndexTables) -> str:
    """Words that are known already cost one look."""
    positions = json.dumps(list(range(1, 70)))
    return (
        f"INSERT OR IGNORE INTO {tables.words} (gram, word) "
        f"SELECT substr('  ' || new.value || '  ', at.value, 3), new.value "
        f"FROM json_each(?) AS new CROSS JOIN json_each('{positions}') AS at "
        f"WHERE at.value <= length(new.value) + 2 AND NOT EXISTS (SELECT 1 FROM {tables.words} AS known "
        f"WHERE known.gram = '  ' || substr(new.value, 1, 1) AND known.word = new.value)"
    )
