from pathlib import Path

import pytest

from atomos.core.domain.errors import Misconfigured
from atomos.migrations import Applied, WouldLoseData, apply, make, sync
from atomos.storage.fingerprint import fingerprint
from migrating import Database, entity


def test_the_tables_follow_the_entities_without_files(url: str, database: Database) -> None:
    grown = entity("Task", ("due", int, 3), indexes=["title"])

    assert sync(url, [entity("Task")]) == ("create table tasks",)
    database.add_task()

    assert sync(url, [grown]) == ("add column tasks.due", "create index ix_tasks_title")
    assert sync(url, [grown]) == ()
    assert database.rows("SELECT title, due FROM tasks") == [("first", 3)]
    assert database.rows("SELECT fingerprint FROM atomos_schema") == [(fingerprint([grown]),)]


def test_a_loss_of_data_is_refused_unless_it_is_confirmed(url: str, database: Database) -> None:
    sync(url, [entity("Task", ("body", str | None))])
    database.add_task()

    with pytest.raises(WouldLoseData) as refused:
        sync(url, [entity("Task", ("text", str | None))])
    assert refused.value.losses == ("drop column tasks.body",)
    assert refused.value.hints == (
        "if this is a rename, do it in the database: ALTER TABLE tasks RENAME COLUMN body TO text",
        "to lose it, add --allow-data-loss",
    )
    assert sync(url, [entity("Task")], allow_data_loss=True) == ("drop column tasks.body",)
    assert database.rows("SELECT title FROM tasks") == [("first",)]


def test_a_table_without_rows_loses_nothing(url: str, database: Database) -> None:
    sync(url, [entity("Task", ("body", str)), entity("Note")])

    done = sync(url, [entity("Task", ("owner", int))])

    assert done == ("add column tasks.owner", "drop column tasks.body", "drop table notes")
    assert database.differs_from(entity("Task", ("owner", int))) == ()


def test_tables_that_atomos_did_not_make_are_left_alone(url: str, database: Database) -> None:
    database.execute("CREATE TABLE audit (what TEXT)")

    assert sync(url, [entity("Task")]) == ("create table tasks",)
    assert "audit" in database.tables()


def test_the_first_migration_adopts_what_was_sketched(url: str, folder: Path, database: Database) -> None:
    sync(url, [entity("Task")])
    database.add_task()
    make(folder, [entity("Task")])

    assert apply(url, folder, [entity("Task")]) == Applied(("0001_create_tasks",), adopted=True)
    assert apply(url, folder, [entity("Task")]) == Applied(())
    assert database.rows("SELECT title FROM tasks") == [("first",)]


def test_a_sketch_that_lags_behind_is_brought_in_step_when_adopted(url: str, folder: Path, database: Database) -> None:
    grown = entity("Task", ("due", int, 3))
    sync(url, [entity("Task")])
    database.add_task()
    make(folder, [grown])

    assert apply(url, folder, [grown]).adopted
    assert database.rows("SELECT title, due FROM tasks") == [("first", 3)]


def test_a_sketch_is_not_adopted_at_the_price_of_data(url: str, folder: Path, database: Database) -> None:
    sync(url, [entity("Task", ("body", str | None))])
    database.add_task()
    make(folder, [entity("Task")])

    with pytest.raises(WouldLoseData, match=r"drop column tasks\.body"):
        apply(url, folder, [entity("Task")])
    assert apply(url, folder, [entity("Task")], allow_data_loss=True).adopted


def test_a_database_kept_by_migrations_is_not_sketched_upon(url: str, folder: Path) -> None:
    make(folder, [entity("Task")])
    apply(url, folder, [entity("Task")])

    with pytest.raises(Misconfigured, match=r"is kept by migrations \(it is at 0001_create_tasks\), but"):
        sync(url, [entity("Task", ("due", int | None))])
