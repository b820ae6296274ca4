"""The tables of an index. Imported only where tables are made: it needs SQLAlchemy."""

from collections.abc import Mapping, Sequence

from atomos.core.domain.entity import EntityType
from atomos.storage.column_types import COLUMN_TYPES, ColumnType
from atomos.storage.columns import quoted
from atomos.storage.search.document import searchable_of
from atomos.storage.search.names import KEY, LENGTH, NUMBER, TERMS, IndexTables

Columns = Mapping[str, ColumnType]


def kept_columns(entity_type: EntityType) -> dict[str, ColumnType]:
    """The columns that an index has a copy of, with their types."""
    return {name: COLUMN_TYPES[entity_type.field(name).kind]() for name in searchable_of(entity_type).kept}


def text_count(entity_type: EntityType) -> int:
    """How many texts an index looks into."""
    return len(searchable_of(entity_type).texts)


def creation(index: str, columns: Columns, texts: int, dialect: str) -> Sequence[str]:
    """The statements that create the tables of an index; `dialect` is `sqlite` or `postgresql`."""
    tables = IndexTables(index)
    words = f"CREATE TABLE {tables.words} (gram TEXT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (gram, word))"
    facets = f"CREATE TABLE {tables.facets} (key BIGINT NOT NULL PRIMARY KEY, value TEXT NOT NULL)"
    copies = [f"{quoted(name)} {getattr(each, dialect)}" for name, each in columns.items() if name != "id"]
    copies += [f'"{KEY}" BIGINT NOT NULL', f'"{LENGTH}" INTEGER NOT NULL']
    id_type = getattr(columns["id"], dialect)
    if dialect == "sqlite":
        names = ", ".join([*(f"text{number}" for number in range(texts)), "whole"])
        number, id = f'"{NUMBER}" INTEGER NOT NULL PRIMARY KEY', f'"id" {id_type} NOT NULL UNIQUE'
        return [
            f"CREATE TABLE {tables.documents} ({number}, {id}, {', '.join(copies)})",
            f"CREATE VIRTUAL TABLE {tables.text} USING fts5({names}, tokenize='ascii')",
            facets.replace("BIGINT", "INTEGER"),
            f"{words} WITHOUT ROWID",
        ]
    terms = f'"{TERMS}" TSVECTOR NOT NULL'
    return [
        f'CREATE TABLE {tables.documents} ("id" {id_type} NOT NULL PRIMARY KEY, {", ".join(copies)}, {terms})',
        f'CREATE INDEX {quoted(f"{index}_terms")} ON {tables.documents} USING gin ("{TERMS}") WITH (fastupdate = off)',
        facets,
        words.replace("TEXT", 'TEXT COLLATE "C"'),
    ]


def removal(index: str) -> Sequence[str]:
    """The statements that drop them."""
    tables = IndexTables(index)
    every = (tables.text, tables.facets, tables.words, tables.documents)
    return [f"DROP TABLE IF EXISTS {table}" for table in every]
