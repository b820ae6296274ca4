"""The tables of entities, described for SQLAlchemy: what migrations lead to, and what tests create at once.

Imported only where tables are made or changed, never by a running service: SQLAlchemy costs its start.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from atomos.core.domain.entity import EntityType, Field, Index, Kind
from atomos.core.domain.errors import Misconfigured
from atomos.core.wiring.entity import follow
from atomos.storage.absence import defaults
from atomos.storage.column_types import COLUMN_TYPES, DateTime, Decimal, Integer, Text
from atomos.storage.columns import CREATED_AT, TYPE, UPDATED_AT, VERSION, is_nullable
from atomos.storage.engine import transact
from atomos.storage.fingerprint import COLUMN, TABLE, fingerprint
from atomos.storage.names import index_name, reference_name
from atomos.storage.path_expression import PathExpression
from atomos.storage.search.ddl import creation, kept_columns, text_count
from atomos.storage.search.names import search_name
from atomos.storage.unstorable import Unstorable
from atomos.storage.values import Dialect, encode

BACKFILL = "backfill"
"""The key in `Column.info` of what old rows get in a new column, in the form that SQLite takes."""

SEARCH = "search"
"""The key in `MetaData.info` of the entity types that have an index, by the name of it."""

_FINGERPRINT = sa.Table(TABLE, sa.MetaData(), sa.Column(COLUMN, sa.Text, nullable=False))


def metadata(entity_types: Iterable[EntityType]) -> sa.MetaData:
    """A table for each entity type: its fields, the hidden columns, its indexes and references.

    A reference to an entity that is not among them is left out: it is kept elsewhere.
    """
    tables = sa.MetaData()
    kept = tuple(entity_types)
    targets = {cls: each.collection for each in kept for cls in (each.cls, *each.variants.values())}
    for entity_type in kept:
        sa.Table(
            entity_type.collection,
            tables,
            *_columns(entity_type),
            sa.PrimaryKeyConstraint("id", name=f"pk_{entity_type.collection}"),
            *_references(entity_type, targets),
            *_indexes(entity_type, targets),
        )
    tables.info[SEARCH] = {search_name(each): each for each in kept if each.searchable}
    return tables


def search_tables(entity_types: Iterable[EntityType], dialect: str) -> Iterator[str]:
    """The statements that create what searches the entities."""
    for each in entity_types:
        if each.searchable:
            yield from creation(search_name(each), kept_columns(each), text_count(each), dialect)


def create_tables(url: str, entity_types: Sequence[EntityType]) -> None:
    """Create in an empty database what the entity types need. Raises: Unavailable, Misconfigured."""

    def create(connection: Connection) -> None:
        metadata(entity_types).create_all(connection)
        for statement in search_tables(entity_types, connection.dialect.name):
            connection.exec_driver_sql(statement)
        record_fingerprint(connection, entity_types)

    transact(url, create)


def record_fingerprint(connection: Connection, entity_types: Iterable[EntityType]) -> None:
    """Say in the database for which entity types its tables were made; a store looks there when it opens."""
    _FINGERPRINT.create(connection, checkfirst=True)
    connection.execute(_FINGERPRINT.delete())
    connection.execute(_FINGERPRINT.insert().values({COLUMN: fingerprint(entity_types)}))


def forget_fingerprint(connection: Connection) -> None:
    """Let no store open the database: its tables are not those of any version of the service."""
    _FINGERPRINT.drop(connection, checkfirst=True)


def _columns(entity_type: EntityType) -> Iterator[sa.Column[Any]]:
    for field in entity_type.fields:
        yield sa.Column(
            field.name,
            COLUMN_TYPES[field.kind](),
            nullable=is_nullable(entity_type, field),
            autoincrement=False,
            info=_backfill(entity_type, field),
        )
    if entity_type.polymorphic:
        yield sa.Column(TYPE, Text(), nullable=False, info={BACKFILL: entity_type.cls.__name__})
    yield sa.Column(VERSION, Integer(), nullable=False)
    yield sa.Column(CREATED_AT, DateTime(), nullable=False)
    yield sa.Column(UPDATED_AT, DateTime(), nullable=False)


def _backfill(entity_type: EntityType, field: Field) -> dict[str, Any]:
    if field.default is ... or field.default is None:
        return {}
    value = field.default.value if field.enum else field.default
    try:
        stored = encode(field.kind, value, Dialect.SQLITE)
    except Unstorable as error:
        raise Misconfigured(f"the default of {entity_type.cls.__name__}.{field.name} {error}") from None
    return {BACKFILL: value if field.kind is Kind.BOOLEAN else stored}


def _references(entity_type: EntityType, targets: Mapping[type, str]) -> Iterator[sa.ForeignKeyConstraint]:
    for field, cls in entity_type.references.items():
        if cls in targets:
            name = reference_name(entity_type, field)
            yield sa.ForeignKeyConstraint([field], [f"{targets[cls]}.id"], name=name)


def _indexes(entity_type: EntityType, targets: Mapping[type, str]) -> Iterator[sa.Index]:
    """Those declared, and one for each reference: else a delete of its target would read the whole table."""
    declared = tuple(dict.fromkeys(entity_type.indexes))
    led = {"id", *(index.paths[0] for index in declared)}
    references = (field for field, cls in entity_type.references.items() if cls in targets)
    for index in (*declared, *(Index((field,)) for field in references if field not in led)):
        keys = [_key(entity_type, path) for path in index.paths]
        yield sa.Index(index_name(entity_type, index), *keys, unique=index.unique)


def _key(entity_type: EntityType, path: str) -> str | PathExpression:
    end = follow({field.name: field for field in entity_type.fields}, path)
    assert end is not None, f"the wiring checked {path}"
    if "." not in path:
        return PathExpression(path, Decimal()) if end.kind is Kind.DECIMAL else path
    return PathExpression(path, COLUMN_TYPES[end.kind](), dict(defaults(entity_type, tuple(path.split(".")))))
