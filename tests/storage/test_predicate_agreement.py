"""One rule, three answers: the plain function, SQLite and PostgreSQL. They must be the same one."""

import asyncio
import sqlite3
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from atomos.core.domain.entity import Kind
from atomos.core.domain.rule import Condition, Rule
from atomos.core.wiring.entity import read_entity
from atomos.core.wiring.fault import Faulty
from atomos.core.wiring.rule import compile_rule
from atomos.storage.columns import POSTGRES_TYPES
from atomos.storage.hydration import compile_dump
from atomos.storage.sql.predicate import Predicate, compile_condition, register
from atomos.storage.values import Dialect
from generated_rules import Actor, Item, function_of, sources, value_of
from profiles import examples

ENTITY = read_entity(Item)
NAMES = tuple(field.name for field in ENTITY.fields)
DUMPS = {dialect: compile_dump(ENTITY, NAMES, dialect) for dialect in Dialect}
SQLITE_TYPES = {
    Kind.INTEGER: "INTEGER",
    Kind.DURATION: "INTEGER",
    Kind.FLOAT: "REAL",
    Kind.BOOLEAN: "BOOLEAN",
    Kind.BYTES: "BLOB",
}


class SqliteTable:
    """A table of items in memory."""

    def __init__(self) -> None:
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        register(self.connection)
        columns = ", ".join(f'"{f.name}" {SQLITE_TYPES.get(f.kind, "TEXT")}' for f in ENTITY.fields)
        self.connection.execute(f"CREATE TABLE items ({columns})")

    def fill(self, items: Sequence[Item]) -> None:
        self.connection.execute("DELETE FROM items")
        places = ", ".join("?" * len(NAMES))
        self.connection.executemany(f"INSERT INTO items VALUES ({places})", map(DUMPS[Dialect.SQLITE], items))

    def ask(self, predicate: Predicate, given: dict[str, Any]) -> list[int]:
        sql = f'SELECT "id" FROM "items" WHERE {predicate.sql} ORDER BY "id"'
        return [row[0] for row in self.connection.execute(sql, predicate.values(given))]


class PostgresTable:
    """A table of items in a database of its own."""

    def __init__(self, url: str) -> None:
        self.runner = asyncio.Runner()
        self.connection: Any = self.runner.run(asyncpg.connect(url, statement_cache_size=0))
        columns = ", ".join(
            f'"{f.name}" {POSTGRES_TYPES[f.kind]}' + (' COLLATE "C"' if f.kind is Kind.TEXT else "")
            for f in ENTITY.fields
        )
        self.runner.run(self.connection.execute(f"CREATE TEMPORARY TABLE items ({columns})"))

    def fill(self, items: Sequence[Item]) -> None:
        self.runner.run(self._fill([DUMPS[Dialect.POSTGRES](item) for item in items]))

    async def _fill(self, rows: list[tuple[Any, ...]]) -> None:
        await self.connection.execute("DELETE FROM items")
        places = ", ".join(f"${n + 1}" for n in range(len(NAMES)))
        await self.connection.executemany(f"INSERT INTO items VALUES ({places})", rows)

    def ask(self, predicate: Predicate, given: dict[str, Any]) -> list[int]:
        sql = f'SELECT "id" FROM "items" WHERE {predicate.sql} ORDER BY "id"'
        return [row[0] for row in self.runner.run(self.connection.fetch(sql, *predicate.values(given)))]

    def close(self) -> None:
        self.runner.run(self.connection.close())
        self.runner.close()


@pytest.fixture(scope="module")
def sqlite_table() -> SqliteTable:
    return SqliteTable()


@pytest.fixture(scope="module")
def postgres_table(module_postgres_url: str) -> Iterator[PostgresTable]:
    table = PostgresTable(module_postgres_url)
    yield table
    table.close()


def compiled(source: str) -> Rule | None:
    """The rule, unless it forgot a guard: that is refused, as it would be a `TypeError` in Python."""
    try:
        return compile_rule(function_of(source), ENTITY)
    except Faulty as error:
        faulty = error
    assert [fault.code for fault in faulty.faults] == ["rule-none"], str(faulty)
    return None


@settings(examples(60, nightly=20_000), suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32), written=st.lists(sources(), min_size=1, max_size=4))
def test_memory_sqlite_and_postgresql_give_the_same_answer(
    sqlite_table: SqliteTable, postgres_table: PostgresTable, seed: int, written: list[str]
) -> None:
    random = Random(seed)
    items = [value_of(Item, random) for _ in range(12)]
    values = {"actor": value_of(Actor, random)}
    for number, item in enumerate(items):
        item.id = number
    sqlite_table.fill(items)
    postgres_table.fill(items)
    for source in written:
        rule = compiled(source)
        if rule is None:
            continue
        in_memory = [item.id for item in items if Condition(rule, values).holds(item)]
        for table, dialect in ((sqlite_table, Dialect.SQLITE), (postgres_table, Dialect.POSTGRES)):
            predicate = compile_condition(rule.expression, ENTITY, dialect)
            assert table.ask(predicate, values) == in_memory, f"{dialect}:\n{source}\n{predicate.sql}"
