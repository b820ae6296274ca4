"""The tables of an index. Imported only where tables are made: it needs SQLAlchemy."""

from collections.abc import Iterator, Mapping, Sequence

from atomos.core.domain.entity import EntityType
from atomos.storage.column_types import COLUMN_TYPES, ColumnType, Date, DateTime, Float, Integer
from atomos.storage.columns import quoted
from atomos.storage.search.document import searchable_of
from atomos.storage.search.names import FACETS, LENGTH, NUMBER, TERMS, IndexTables

_SORTED_BY = (Date, DateTime, Float, Integer)
"""Types of columns that people sort by: an index spares the sort of all that matches."""

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
    copies = [f"{quoted(name)} {getattr(each, dialect)}" for name, each in columns.items() if name != "id"]
    copies += [f'"{LENGTH}" INTEGER NOT NULL', f'"{FACETS}" TEXT NOT NULL']
    id_type = getattr(columns["id"], dialect)
    if dialect == "sqlite":
        names = ", ".join([*(f"text{number}" for number in range(texts)), "whole"])
        number, id = f'"{NUMBER}" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT', f'"id" {id_type} NOT NULL UNIQUE'
        return [
            f"CREATE TABLE {tables.documents} ({number}, {id}, {', '.join(copies)})",
            f"CREATE VIRTUAL TABLE {tables.text} USING fts5({names}, tokenize='ascii')",
            f"{words} WITHOUT ROWID",
            *_orders(index, columns),
        ]
    number = f'"{NUMBER}" BIGINT NOT NULL GENERATED ALWAYS AS IDENTITY UNIQUE'
    every = [number, f'"id" {id_type} NOT NULL PRIMARY KEY', *copies, f'"{TERMS}" TSVECTOR NOT NULL']
    return [
        f"CREATE TABLE {tables.documents} ({', '.join(every)})",
        f'CREATE INDEX {quoted(f"{index}_terms")} ON {tables.documents} USING gin ("{TERMS}") WITH (fastupdate = off)',
        words.replace("TEXT", 'TEXT COLLATE "C"'),
        *_orders(index, columns),
    ]


def _orders(index: str, columns: Columns) -> Iterator[str]:
    sorted_by = [name for name, column in columns.items() if isinstance(column, _SORTED_BY) and name != "id"]
    for number, name in enumerate(sorted_by):
        yield f'CREATE INDEX {quoted(f"{index}_{number}")} ON {quoted(index)} ({quoted(name)}, "id")'


def removal(index: str) -> Sequence[str]:
    """The statements that drop them."""
    tables = IndexTables(index)
    every = (tables.text, tables.words, tables.documents)
    return [f"DROP TABLE IF EXISTS {table}" for table in every]
