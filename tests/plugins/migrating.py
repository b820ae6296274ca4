"""What the tests of migrations share: entity types made on the spot, and a look into a database."""

from collections.abc import Callable
from dataclasses import dataclass, field, make_dataclass
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa

from atomos.core.domain.entity import EntityType
from atomos.core.wiring.entity import read_entity
from atomos.migrations.change import Change
from atomos.migrations.comparison import differences
from atomos.storage.engine import transact
from atomos.storage.tables import metadata

T = TypeVar("T")

Declared = tuple[str, Any] | tuple[str, Any, Any]
"""A field: its name, its type and maybe its default."""


def entity(name: str, *fields: Declared, **options: Any) -> EntityType:
    """An entity type with an id, a title and more fields."""
    declared: list[Any] = [("id", UUID), ("title", str), *map(_field, fields)]
    return read_entity(make_dataclass(name, declared, kw_only=True), **options)


@dataclass(frozen=True)
class Database:
    """A database with tasks."""

    url: str

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        return self._transact(lambda connection: [tuple(row) for row in connection.exec_driver_sql(statement)])

    def execute(self, statement: str) -> None:
        self._transact(lambda connection: connection.exec_driver_sql(statement).close())

    def add_task(self, number: int = 1) -> None:
        values = f"'{UUID(int=number)}', 'first', 1, '2020-01-01T00:00:00+00:00', '2020-01-01T00:00:00+00:00'"
        self.execute(f"INSERT INTO tasks (id, title, _version, _created_at, _updated_at) VALUES ({values})")

    def tables(self) -> set[str]:
        return self._transact(lambda connection: set(sa.inspect(connection).get_table_names()))

    def differs_from(self, *entity_types: EntityType) -> tuple[Change, ...]:
        return self._transact(lambda connection: differences(connection, metadata(entity_types)))

    def _transact(self, work: Callable[[sa.Connection], T]) -> T:
        return transact(self.url, work)


def _field(declared: Declared) -> tuple[Any, ...]:
    name, annotation, *default = declared
    if default and isinstance(default[0], list):
        return name, annotation, field(default_factory=list)
    return name, annotation, *default
