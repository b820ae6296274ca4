from pathlib import Path

from atomos.migrations import Listed, apply, make, show
from migrating import Database, entity


def test_pending_migrations_are_shown_as_sql(url: str, folder: Path, database: Database) -> None:
    grown = entity("Task", ("due", int | None))
    make(folder, [entity("Task")])
    apply(url, folder, [entity("Task")])
    make(folder, [grown])

    overview = show(url, folder, [grown])

    assert overview.migrations == (
        Listed("0001_create_tasks", "Create tasks.", applied=True),
        Listed("0002_add_due_to_tasks", "Add due to tasks.", applied=False),
    )
    assert "ALTER TABLE tasks ADD COLUMN due " in overview.sql
    assert "CREATE TABLE tasks" not in overview.sql
    assert database.differs_from(entity("Task")) == ()


def test_the_sql_shown_is_what_applying_does(url: str, folder: Path, database: Database) -> None:
    grown = entity("Task", ("tags", list[str], []), ("urgent", bool, True), unique=["title"])
    make(folder, [entity("Task")])
    make(folder, [grown])

    for statement in show(url, folder, [grown]).sql.split(";\n\n"):
        database.execute(statement)

    assert database.differs_from(grown) == ()
    assert [each.applied for each in show(url, folder, [grown]).migrations] == [True, True]


def test_nothing_is_pending_when_all_is_applied(url: str, folder: Path) -> None:
    make(folder, [entity("Task")])
    apply(url, folder, [entity("Task")])

    overview = show(url, folder, [entity("Task", ("due", int | None))])

    assert overview.sql == ""
    assert overview.unmade == ("add column tasks.due",)


def test_looking_creates_no_file(tmp_path: Path, folder: Path) -> None:
    make(folder, [entity("Task")])

    overview = show(f"sqlite:///{tmp_path}/nothing.db", folder, [entity("Task")])

    assert [each.applied for each in overview.migrations] == [False]
    assert not (tmp_path / "nothing.db").exists()
