"""The table of an entity: its columns, their types, and the names that databases give to what breaks."""

from collections.abc import Mapping

from atomos.core.domain.entity import EntityType, Field, Kind
from atomos.storage.names import index_name

VERSION, CREATED_AT, UPDATED_AT, TYPE = "_version", "_created_at", "_updated_at", "_type"
"""The hidden columns. `TYPE` is there only where subclasses share the table."""

POSTGRES_TYPES: Mapping[Kind, str] = {
    Kind.TEXT: "text",
    Kind.INTEGER: "bigint",
    Kind.FLOAT: "double precision",
    Kind.DECIMAL: "numeric",
    Kind.BOOLEAN: "boolean",
    Kind.DATETIME: "timestamptz",
    Kind.DATE: "date",
    Kind.TIME: "time",
    Kind.DURATION: "bigint",
    Kind.UUID: "uuid",
    Kind.BYTES: "bytea",
    Kind.NESTED: "jsonb",
}


def quoted(name: str) -> str:
    """The name as SQL takes any name."""
    return '"' + name.replace('"', '""') + '"'


def unique_fields(entity_type: EntityType, constraint: str) -> tuple[str, ...]:
    """The fields whose uniqueness the constraint of that name keeps; empty if it is none of ours."""
    if constraint in {f"pk_{entity_type.collection}", f"{entity_type.collection}_pkey"}:
        return ("id",)
    for index in entity_type.indexes:
        if index.unique and index_name(entity_type, index) == constraint:
            return index.paths
    return ()


def is_nullable(entity_type: EntityType, field: Field) -> bool:
    """Whether the column may be empty: the field may, or a variant lacks it."""
    return field.nullable or any(field.name not in own for own in entity_type.variant_fields.values())
