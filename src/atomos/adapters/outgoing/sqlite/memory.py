"""Tables for a database that no migration can reach, as it lives in the memory of this process."""

import sqlite3
from collections.abc import Sequence

from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.schema import CreateIndex, CreateTable

from atomos.core.domain.entity import EntityType
from atomos.storage.tables import metadata, search_tables


def create_tables(connection: sqlite3.Connection, entity_types: Sequence[EntityType]) -> None:
    """Create the tables of the entity types with their indexes."""
    for table in metadata(entity_types).sorted_tables:
        connection.execute(str(CreateTable(table).compile(dialect=dialect())))
        for index in table.indexes:
            connection.execute(str(CreateIndex(index).compile(dialect=dialect())))
    for statement in search_tables(entity_types, "sqlite"):
        connection.execute(statement)
