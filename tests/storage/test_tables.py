from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateTable

from atomos.core.domain.entity import Kind
from atomos.core.domain.errors import Misconfigured
from atomos.core.wiring.entity import read_entity
from atomos.storage.column_types import COLUMN_TYPES
from atomos.storage.columns import POSTGRES_TYPES
from atomos.storage.engine import transact
from atomos.storage.fingerprint import fingerprint
from atomos.storage.sql.predicate import compile_order
from atomos.storage.tables import create_tables, metadata
from atomos.storage.values import Dialect


@dataclass(frozen=True)
class Salary:
    minimum: int


@dataclass
class Employer:
    id: UUID
    name: str


@dataclass
class Job:
    id: UUID
    title: str
    employer_id: UUID
    salary: Salary
    length: timedelta | None = None


@dataclass
class Internship(Job):
    weeks: int = 4


@dataclass(frozen=True)
class Terms:
    count: int
    weight: float
    price: Decimal
    binding: bool
    key: UUID
    words: str


@dataclass
class Offer:
    id: UUID
    terms: Terms
    price: Decimal
    words: str


@dataclass
class Price:
    id: UUID
    amount: Decimal


INDEXED = (
    *("terms.count", "terms.weight", "terms.price", "terms.binding", "terms.key", "terms.words"),
    *("price", "words"),
)
OFFER = read_entity(Offer, indexes=INDEXED)
SQLITE: sa.Dialect = sqlite.dialect()
POSTGRES: sa.Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy's own
EMPLOYER = read_entity(Employer, unique=["name"])
JOB = read_entity(Job, indexes=["salary.minimum"], references={"employer_id": Employer}, variants=[Internship])

ON_SQLITE = """\
CREATE TABLE jobs (
id UUID_TEXT NOT NULL,
title TEXT NOT NULL,
employer_id UUID_TEXT NOT NULL,
salary JSON_TEXT NOT NULL,
length DURATION_INTEGER,
weeks INTEGER,
_type TEXT NOT NULL,
_version INTEGER NOT NULL,
_created_at DATETIME_TEXT NOT NULL,
_updated_at DATETIME_TEXT NOT NULL,
CONSTRAINT pk_jobs PRIMARY KEY (id),
CONSTRAINT fk_jobs_employer_id FOREIGN KEY(employer_id) REFERENCES employers (id)
)
"""

ON_POSTGRES = """\
CREATE TABLE jobs (
id UUID NOT NULL,
title TEXT COLLATE "C" NOT NULL,
employer_id UUID NOT NULL,
salary JSONB NOT NULL,
length BIGINT,
weeks BIGINT,
_type TEXT COLLATE "C" NOT NULL,
_version BIGINT NOT NULL,
_created_at TIMESTAMP WITH TIME ZONE NOT NULL,
_updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
CONSTRAINT pk_jobs PRIMARY KEY (id),
CONSTRAINT fk_jobs_employer_id FOREIGN KEY(employer_id) REFERENCES employers (id)
)
"""


@pytest.mark.parametrize(("dialect", "statement"), [(SQLITE, ON_SQLITE), (POSTGRES, ON_POSTGRES)])
def test_a_table_has_a_typed_column_for_each_field_and_the_hidden_ones(dialect: sa.Dialect, statement: str) -> None:
    table = metadata([EMPLOYER, JOB]).tables["jobs"]

    lines = str(CreateTable(table).compile(dialect=dialect)).splitlines()
    assert [line.strip() for line in lines if line] == statement.splitlines()


def test_a_path_is_indexed_as_orders_are_compiled(tmp_path: Path, postgres_url: str) -> None:
    for url, dialect in ((f"sqlite:///{tmp_path}/offers.db", Dialect.SQLITE), (postgres_url, Dialect.POSTGRES)):
        create_tables(url, [OFFER])
        for path in INDEXED:
            order = compile_order(path, OFFER, dialect).sql

            assert f"ix_offers_{path.replace('.', '_')}" in _plan(url, f"SELECT id FROM offers ORDER BY {order}")


def _plan(url: str, query: str) -> str:
    """What the database would do, forbidden to sort."""
    explain = "EXPLAIN QUERY PLAN" if url.startswith("sqlite") else "SET LOCAL enable_sort = off; EXPLAIN"

    def ask(connection: sa.Connection) -> str:
        *settings, question = f"{explain} {query}".split(";")
        for setting in settings:
            connection.exec_driver_sql(setting)
        return str(connection.exec_driver_sql(question).all())

    return transact(url, ask)


def test_decimals_are_unique_by_value(tmp_path: Path, postgres_url: str) -> None:
    for url in (f"sqlite:///{tmp_path}/offers.db", postgres_url):
        create_tables(url, [read_entity(Price, unique=["amount"])])
        _add_price(url, 1, "1.0")

        with pytest.raises(sa.exc.IntegrityError):
            _add_price(url, 2, "1.00")


def _add_price(url: str, number: int, amount: str) -> None:
    row = f"'{UUID(int=number)}', '{amount}', 1, '2020-01-01T00:00:00Z', '2020-01-01T00:00:00Z'"
    transact(url, lambda connection: connection.exec_driver_sql(f"INSERT INTO prices VALUES ({row})").close())


def test_each_reference_is_indexed_and_each_path() -> None:
    table = metadata([EMPLOYER, JOB]).tables["jobs"]

    assert sorted(str(index.name) for index in table.indexes) == ["ix_jobs_employer_id", "ix_jobs_salary_minimum"]


def test_a_reference_to_what_is_kept_elsewhere_is_left_out() -> None:
    table = metadata([JOB]).tables["jobs"]

    assert not table.foreign_key_constraints
    assert [index.name for index in table.indexes] == ["ix_jobs_salary_minimum"]


@pytest.mark.parametrize("kind", Kind)
def test_columns_on_postgres_are_what_its_store_expects(kind: Kind) -> None:
    ours = COLUMN_TYPES[kind]().compile(POSTGRES).partition(" COLLATE")[0].lower()
    synonyms = {"timestamp with time zone": "timestamptz", "time without time zone": "time"}

    assert synonyms.get(ours, ours) == POSTGRES_TYPES[kind]


def test_tables_are_created_with_their_fingerprint(tmp_path: Path, postgres_url: str) -> None:
    def look(connection: sa.Connection) -> tuple[set[str], str | None]:
        tables = set(sa.inspect(connection).get_table_names())
        return tables, connection.exec_driver_sql("SELECT fingerprint FROM atomos_schema").scalar()

    for url in (f"sqlite:///{tmp_path}/new/folder/jobs.db", postgres_url):
        create_tables(url, [EMPLOYER, JOB])

        assert transact(url, look) == ({"employers", "jobs", "atomos_schema"}, fingerprint([EMPLOYER, JOB]))


def test_sqlite_reads_back_kinds_and_indexes_on_paths(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/jobs.db"
    create_tables(url, [EMPLOYER, JOB])

    reflected = transact(url, lambda connection: sa.Table("jobs", sa.MetaData(), autoload_with=connection))

    assert [repr(column.type) for column in reflected.columns][:5] == [
        "Uuid()",
        "Text()",
        "Uuid()",
        "Nested()",
        "Duration()",
    ]
    assert {index.name for index in reflected.indexes} == {"ix_jobs_employer_id", "ix_jobs_salary_minimum"}


def test_a_default_that_cannot_be_kept_is_named() -> None:
    @dataclass
    class Meeting:
        id: UUID
        at: datetime = datetime(2020, 1, 1)  # noqa: DTZ001 - the fault that is meant

    with pytest.raises(Misconfigured, match=r"the default of Meeting.at must be an aware datetime"):
        metadata([read_entity(Meeting)])
