"""Paging through equals the whole, sorted: for any data, any keys, any directions."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atomos.core.domain.errors import Invalid
from atomos.core.ports.outgoing.ordering import in_order, sort_values
from atomos.core.ports.outgoing.store import Kept, Order, Query
from atomos.core.wiring.entity import read_entity
from atomos.storage.columns import VERSION, quoted
from atomos.storage.hydration import compile_dump
from atomos.storage.sql.predicate import register
from atomos.storage.statements import Statements
from atomos.storage.values import Dialect
from profiles import examples


@dataclass
class Row:
    id: UUID
    text: str
    number: int | None
    name: str | None


ROW = read_entity(Row)
FIELDS = tuple(field.name for field in ROW.fields)
rows = st.builds(
    Row,
    id=st.uuids(),
    text=st.sampled_from(["", "a", "B", "é", "𝄞"]),
    number=st.none() | st.integers(-1, 1),
    name=st.none() | st.sampled_from(["", "x", "y"]),
)
orders = st.lists(
    st.builds(Order, st.sampled_from(["text", "number", "name"]), st.booleans()), max_size=3, unique_by=lambda o: o.path
)


def pages(connection: sqlite3.Connection, query: Query) -> list[Row]:
    statements, found = Statements(Dialect.SQLITE), list[Row]()
    while True:
        sql, values = statements.find(ROW, query)
        page: list[Kept] = statements.load(ROW)(connection.execute(sql, values).fetchall())
        if not page:
            return found
        found += [kept.entity for kept in page]
        query = replace(query, after=sort_values(found[-1], query.order))


@examples(150, nightly=5_000)
@given(
    data=st.lists(rows, max_size=12, unique_by=lambda row: row.id),
    keys=orders,
    id_descending=st.booleans(),
    limit=st.integers(1, 4),
)
def test_pages_together_are_the_whole_in_order(
    data: list[Row], keys: list[Order], id_descending: bool, limit: int
) -> None:
    order = (*keys, Order("id", id_descending))
    with closing(sqlite3.connect(":memory:")) as connection:
        register(connection)
        columns = ", ".join(map(quoted, FIELDS))
        connection.execute(f'CREATE TABLE "rows" ({columns}, "{VERSION}" DEFAULT 1)')
        dump = compile_dump(ROW, FIELDS, Dialect.SQLITE)
        connection.executemany(f'INSERT INTO "rows" ({columns}) VALUES (?, ?, ?, ?)', map(dump, data))
        assert pages(connection, Query(order=order, limit=limit)) == in_order(data, order)


def test_keys_in_one_direction_that_are_never_absent_are_compared_as_one() -> None:
    query = Query(order=(Order("text"), Order("id")), after=("a", UUID(int=1)))
    sql, _ = Statements(Dialect.SQLITE).find(ROW, query)
    assert sql.endswith('WHERE ("text", "id") > (?1, ?2) ORDER BY "text", "id"')


def test_equal_questions_share_a_statement() -> None:
    statements = Statements(Dialect.POSTGRES)
    first, again = (statements.find(ROW, Query(order=(Order("text"), Order("id")), limit=n)) for n in (1, 2))
    assert first[0] is again[0]
    assert (first[1], again[1]) == ([1], [2])


def test_a_foreign_key_or_value_is_refused() -> None:
    statements = Statements(Dialect.SQLITE)
    with pytest.raises(Invalid, match=r"^row has no colour to sort by$"):
        statements.find(ROW, Query(order=(Order("colour"), Order("id"))))
    with pytest.raises(Invalid, match=r"^after: number must be a whole number, not str$"):
        statements.find(ROW, Query(order=(Order("number"), Order("id")), after=("a", UUID(int=1))))
    with pytest.raises(Invalid, match=r"^id: must be a UUID, not str$"):
        statements.get(ROW, ["1"])
