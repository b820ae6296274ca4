from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import Path
from uuid import UUID

import pytest

from atomos.core.domain.entity import EntityType, Kind
from atomos.core.domain.errors import Misconfigured, Unavailable
from atomos.core.wiring.entity import read_entity
from atomos.migrations import Applied, apply, make
from atomos.storage.fingerprint import fingerprint
from atomos.storage.tables import BACKFILL, metadata
from migrating import Database, Declared, entity

KEY = UUID(int=7)


class Colour(Enum):
    RED = "red"


@dataclass(frozen=True)
class Salary:
    minimum: int
    currency: str
    since: datetime


@dataclass
class Employer:
    id: UUID
    name: str


@dataclass
class Job:
    id: UUID
    employer_id: UUID
    title: str = 'it\'s "new" {"a":b} 100% :c'
    count: int = -3
    weight: float = 1.5
    price: Decimal = Decimal("1.50")
    open: bool = True
    at: datetime = datetime(2020, 2, 29, 1, 2, 3, 4, tzinfo=UTC)
    day: date = date(2020, 2, 29)
    hour: time = time(1, 2, 3, 4)
    length: timedelta = timedelta(minutes=3)
    key: UUID = KEY
    raw: bytes = b"\x00'\xff"
    tags: list[str] = field(default_factory=list)
    colour: Colour = Colour.RED
    maybe: str | None = None
    salary: Salary | None = None


@dataclass
class Internship(Job):
    weeks: int = 4


def rich() -> list[EntityType]:
    """Entities with all that tables can have."""
    return [
        read_entity(Employer, unique=["name"]),
        read_entity(
            Job,
            unique=[("employer_id", "salary.currency")],
            indexes=["salary.minimum", ("title", "at")],
            references={"employer_id": Employer},
            variants=[Internship],
        ),
    ]


def test_what_is_made_is_applied_once(url: str, folder: Path, database: Database) -> None:
    make(folder, [entity("Task")])

    assert apply(url, folder, [entity("Task")]) == Applied(("0001_create_tasks",))
    assert apply(url, folder, [entity("Task")]) == Applied(())
    assert database.rows("SELECT fingerprint FROM atomos_schema") == [(fingerprint([entity("Task")]),)]


def test_nothing_differs_after_applying(url: str, folder: Path, database: Database) -> None:
    make(folder, rich())
    apply(url, folder, rich())

    assert database.differs_from(*rich()) == ()
    assert make(folder, rich()) is None


def test_nothing_differs_after_growing_from_little_to_much(url: str, folder: Path, database: Database) -> None:
    little = [entity("Job"), entity("Task")]
    make(folder, little)
    make(folder, rich(), allow_data_loss=True)

    apply(url, folder, rich())

    assert database.differs_from(*rich()) == ()
    assert make(folder, rich()) is None


def test_old_rows_get_the_default_of_every_kind(url: str, folder: Path, database: Database) -> None:
    job = read_entity(Job)
    fields = [each for each in job.fields if each.default not in (..., None) and each.name != "title"]
    grown = entity("Task", *[(each.name, each.annotation, each.default) for each in fields])
    make(folder, [entity("Task")])
    apply(url, folder, [entity("Task")])
    database.add_task()

    make(folder, [grown])
    apply(url, folder, [grown])

    columns = metadata([grown]).tables["tasks"].columns
    values = database.rows(f"SELECT {', '.join(each.name for each in fields)} FROM tasks")[0]
    for each, value in zip(fields, values, strict=True):
        expected = columns[each.name].info.get(BACKFILL)
        if url.startswith("postgresql") and each.kind is not Kind.DURATION:
            expected = each.default.value if each.enum else each.default
        assert value == expected, each.name


def test_none_is_replaced_by_the_default_when_it_is_refused(url: str, folder: Path, database: Database) -> None:
    before = [entity("Task", ("tags", list[str] | None), ("urgent", bool | None))]
    make(folder, before)
    apply(url, folder, before)
    database.add_task()

    after = [entity("Task", ("tags", list[str], []), ("urgent", bool, True))]
    make(folder, after)
    apply(url, folder, after)

    assert database.differs_from(*after) == ()
    assert database.rows("SELECT tags, urgent FROM tasks") in ([("[]", 1)], [([], True)])


def test_indexes_and_references_survive_the_copying_of_a_table(url: str, folder: Path, database: Database) -> None:
    def stage(*more: Declared) -> list[EntityType]:
        employer = entity("Employer")
        task = entity(
            "Task",
            ("employer_id", UUID | None),
            ("salary", Salary | None),
            *more,
            indexes=["salary.minimum"],
            references={"employer_id": employer.cls},
        )
        return [employer, task]

    make(folder, stage())
    apply(url, folder, stage())
    database.add_task()

    make(folder, stage(("rank", int, 5)))
    apply(url, folder, stage(("rank", int, 5)))

    assert database.differs_from(*stage(("rank", int, 5))) == ()
    assert database.rows("SELECT title, rank FROM tasks") == [("first", 5)]


def test_a_reference_that_leads_nowhere_is_refused(url: str, folder: Path, database: Database) -> None:
    employer = entity("Employer")
    references = {"employer_id": employer.cls}
    referring = [employer, entity("Task", ("employer_id", UUID, UUID(int=1)), references=references)]
    make(folder, [entity("Task")])
    apply(url, folder, [entity("Task")])
    database.add_task()
    make(folder, referring)

    with pytest.raises(Misconfigured, match="nothing was changed"):
        apply(url, folder, referring)
    assert database.differs_from(entity("Task")) == ()


def test_dropping_loses_the_data_when_it_is_allowed(url: str, folder: Path, database: Database) -> None:
    before = [entity("Task", ("body", str | None)), entity("Note")]
    make(folder, before)
    apply(url, folder, before)
    database.add_task()

    make(folder, [entity("Task")], allow_data_loss=True)
    apply(url, folder, [entity("Task")])

    assert database.differs_from(entity("Task")) == ()
    assert database.rows("SELECT title FROM tasks") == [("first",)]


def test_types_are_changed_in_place(url: str, folder: Path, database: Database) -> None:
    before = [entity("Task", ("owner", UUID, UUID(int=1)), ("size", int, 12))]
    after = [entity("Task", ("owner", str, ""), ("size", Decimal, Decimal(1)))]
    make(folder, [entity("Task")])
    apply(url, folder, [entity("Task")])
    database.add_task()
    make(folder, before)
    make(folder, after)

    apply(url, folder, after)

    assert database.differs_from(*after) == ()
    assert database.rows("SELECT owner, size FROM tasks") in (
        [("00000000-0000-0000-0000-000000000001", "12")],
        [("00000000-0000-0000-0000-000000000001", Decimal(12))],
    )


def test_a_failing_migration_undoes_those_before_it(url: str, folder: Path, database: Database) -> None:
    make(folder, [entity("Task")])
    apply(url, folder, [entity("Task")])
    database.add_task(1)
    database.add_task(2)
    make(folder, [entity("Task", ("due", int | None))])
    unique = [entity("Task", ("due", int | None), unique=["title"])]
    make(folder, unique)

    with pytest.raises(Misconfigured, match="the migration 0003_change_tasks failed and nothing was changed: "):
        apply(url, folder, unique)
    assert database.differs_from(entity("Task")) == ()
    assert apply(url, folder, unique, to="0002") == Applied(("0002_add_due_to_tasks",))


def test_changes_that_no_migration_makes_are_refused(url: str, folder: Path) -> None:
    make(folder, [entity("Task")])

    with pytest.raises(Misconfigured) as refused:
        apply(url, folder, [entity("Task", ("due", int | None))])

    assert str(refused.value) == (
        "no migration makes these changes yet: add column tasks.due; run `atomos migrate make`"
    )


def test_a_part_of_the_migrations_leaves_the_database_closed_to_stores(
    url: str, folder: Path, database: Database
) -> None:
    grown = [entity("Task", ("due", int | None))]
    make(folder, [entity("Task")])
    make(folder, grown)

    assert apply(url, folder, grown, to="0001") == Applied(("0001_create_tasks",))
    assert "atomos_schema" not in database.tables()
    assert apply(url, folder, grown) == Applied(("0002_add_due_to_tasks",))
    with pytest.raises(Misconfigured, match="at 0002_add_due_to_tasks, beyond 0001_create_tasks; migrations only"):
        apply(url, folder, grown, to="0001")


def test_an_applied_migration_whose_file_is_gone_is_named(url: str, folder: Path) -> None:
    grown = [entity("Task", ("due", int | None))]
    make(folder, [entity("Task")])
    path = make(folder, grown)
    apply(url, folder, grown)
    assert path is not None
    path.unlink()

    with pytest.raises(Misconfigured) as refused:
        apply(url, folder, [entity("Task")])

    assert str(refused.value) == (
        f"the database is at the migration 0002_add_due_to_tasks, which is not in {folder / 'versions'}; "
        "bring its file back: it may be on another branch"
    )


def test_a_database_that_cannot_be_reached_is_told_without_its_password(folder: Path) -> None:
    make(folder, [entity("Task")])

    with pytest.raises(Unavailable) as unavailable:
        apply("postgresql://root:secret@127.0.0.1:1/tasks", folder, [entity("Task")])

    assert "postgresql://root:***@127.0.0.1:1/tasks cannot be reached" in str(unavailable.value)
    assert "secret" not in str(unavailable.value)


def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path, folder: Path) -> None:
    make(folder, [entity("Task")])

    with pytest.raises(Unavailable, match="cannot be opened: unable to open database file"):
        apply(f"sqlite:///{tmp_path}", folder, [entity("Task")])


@pytest.mark.parametrize("url", ["memory://", "csv:///somewhere", "sqlite://", "nonsense"])
def test_only_databases_that_last_are_migrated(url: str, folder: Path) -> None:
    make(folder, [entity("Task")])

    with pytest.raises(Misconfigured):
        apply(url, folder, [entity("Task")])
