from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest

from atomos.core.domain.errors import Misconfigured
from atomos.migrations import WouldLoseData, make, make_empty
from migrating import entity

FIRST = '''\
"""Create tasks."""

import sqlalchemy as sa
from alembic import op
from atomos.storage.column_types import DateTime, Integer, Text, Uuid

revision = "0001_create_tasks"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "tasks",
        sa.Column("id", Uuid(), nullable=False),
        sa.Column("title", Text(), nullable=False),
        sa.Column("_version", Integer(), nullable=False),
        sa.Column("_created_at", DateTime(), nullable=False),
        sa.Column("_updated_at", DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tasks"),
    )
    op.create_index("uq_tasks_title", "tasks", ["title"], unique=True)
'''


@dataclass(frozen=True)
class Salary:
    minimum: int


def test_the_first_migration_can_be_read_by_a_person(folder: Path) -> None:
    path = make(folder, [entity("Task", unique=["title"])])

    assert path == folder / "versions" / "0001_create_tasks.py"
    assert path.read_text() == FIRST


def test_nothing_is_written_when_nothing_changed(folder: Path) -> None:
    make(folder, [entity("Task")])

    assert make(folder, [entity("Task")]) is None
    assert len(list(folder.rglob("*.py"))) == 1


def test_a_migration_follows_the_newest_one(folder: Path) -> None:
    make(folder, [entity("Task")])

    path = make(folder, [entity("Task", ("due", int | None))])

    assert path is not None
    assert path.name == "0002_add_due_to_tasks.py"
    assert 'down_revision = "0001_create_tasks"' in path.read_text()


def test_the_words_given_become_the_name_as_far_as_they_fit(folder: Path) -> None:
    path = make(folder, [entity("Task")], "begin with the tasks of everybody")

    assert path is not None
    assert path.name == "0001_begin_with_the_tasks_of.py"
    assert path.read_text().startswith('"""Begin with the tasks of everybody."""\n')


def test_a_default_fills_old_rows_and_then_goes(folder: Path) -> None:
    make(folder, [entity("Task")])

    path = make(folder, [entity("Task", ("urgent", bool, False), ("note", str, 'say "no"'))])

    assert path is not None
    assert path.read_text().partition("def upgrade() -> None:\n")[2] == (
        '    with op.batch_alter_table("tasks") as table:\n'
        '        table.add_column(sa.Column("urgent", Boolean(), nullable=False, server_default=sa.false()))\n'
        '        table.add_column(sa.Column("note", Text(), nullable=False, server_default=\'say "no"\'))\n'
        '    with op.batch_alter_table("tasks") as table:\n'
        '        table.alter_column("urgent", server_default=None)\n'
        '        table.alter_column("note", server_default=None)\n'
    )


def test_a_path_into_a_nested_value_is_indexed_by_an_expression(folder: Path) -> None:
    path = make(folder, [entity("Task", ("salary", Salary | None), indexes=["salary.minimum"])])

    assert path is not None
    assert (
        'op.create_index("ix_tasks_salary_minimum", "tasks", [PathExpression("salary.minimum", Integer())])'
        in path.read_text()
    )


def test_tables_that_refer_to_each_other_get_one_reference_afterwards(folder: Path) -> None:
    chicken, egg = entity("Chicken", ("egg_id", UUID | None)), entity("Egg", ("chicken_id", UUID | None))
    chicken.references["egg_id"] = egg.cls
    egg.references["chicken_id"] = chicken.cls

    make(folder, [chicken, egg])

    assert make(folder, [chicken, egg]) is None
    assert make(folder, [entity("Task")], allow_data_loss=True) is not None
    assert make(folder, [entity("Task")]) is None


def test_a_loss_of_data_is_refused_with_the_list_and_the_way_on(folder: Path) -> None:
    make(folder, [entity("Task", ("body", str), ("count", int)), entity("Note")])

    with pytest.raises(WouldLoseData) as refused:
        make(folder, [entity("Task", ("text", str, ""), ("count", bool), ("owner", UUID))])

    assert str(refused.value) == (
        "these changes would lose data:\n"
        "  - change column tasks.count from integer to boolean: values may not fit\n"
        "  - add column tasks.owner: rows that are there have no value for it\n"
        "  - drop column tasks.body\n"
        "  - drop table notes\n"
        "  hint: if this is a rename, run `atomos migrate make --empty` and write in the file: "
        'op.alter_column("tasks", "body", new_column_name="text")\n'
        "  hint: give tasks.owner a default for old rows, or let it be None\n"
        "  hint: to lose it, add --allow-data-loss"
    )
    assert len(list(folder.rglob("*.py"))) == 1


def test_refusing_none_needs_a_default_for_rows_without_a_value(folder: Path) -> None:
    make(folder, [entity("Task", ("due", int | None))])

    with pytest.raises(WouldLoseData, match=r"tasks.due to refuse None: rows without a value have no default"):
        make(folder, [entity("Task", ("due", int))])
    assert make(folder, [entity("Task", ("due", int, 3))]) is not None


def test_a_loss_of_data_is_written_when_it_is_allowed(folder: Path) -> None:
    make(folder, [entity("Task", ("body", str))])

    path = make(folder, [entity("Task")], allow_data_loss=True)

    assert path is not None
    assert 'table.drop_column("body")' in path.read_text()
    assert make(folder, [entity("Task")]) is None


def test_a_wider_type_loses_nothing(folder: Path) -> None:
    make(folder, [entity("Task", ("owner", UUID))])

    path = make(folder, [entity("Task", ("owner", str))])

    assert path is not None
    assert """table.alter_column("owner", type_=Text(), postgresql_using='"owner"::TEXT')""" in path.read_text()


def test_a_renamed_table_is_recognised(folder: Path) -> None:
    make(folder, [entity("Task")])

    with pytest.raises(WouldLoseData, match=r'op.rename_table\("tasks", "chores"\)'):
        make(folder, [entity("Chore")])


def test_what_was_renamed_by_hand_is_no_difference_any_more(folder: Path) -> None:
    make(folder, [entity("Task", ("body", str), indexes=["body"])])
    path = make_empty(folder, "rename body to text")
    rename = 'op.alter_column("tasks", "body", new_column_name="text")'
    path.write_text(path.read_text().replace("pass", rename))

    renamed = make(folder, [entity("Task", ("text", str), indexes=["text"])])

    assert path.name == "0002_rename_body_to_text.py"
    assert renamed is not None
    assert renamed.read_text().partition("def upgrade() -> None:\n")[2] == (
        '    op.drop_index("ix_tasks_body", table_name="tasks")\n'
        '    op.create_index("ix_tasks_text", "tasks", ["text"])\n'
    )


def test_what_was_made_by_hand_is_left_alone(folder: Path) -> None:
    make(folder, [entity("Task")])
    path = make_empty(folder, "by hand")
    by_hand = 'op.create_index("words", "tasks", ["title"])\n    op.execute("CREATE TABLE audit (what TEXT)")'
    path.write_text(path.read_text().replace("pass", by_hand))

    assert make(folder, [entity("Task")]) is None


def test_a_migration_that_fails_is_named(folder: Path) -> None:
    path = make_empty(folder, "by hand")
    path.write_text(path.read_text().replace("pass", 'op.execute("SELECT nonsense")'))

    with pytest.raises(Misconfigured) as failed:
        make(folder, [entity("Task")])

    assert str(failed.value) == ("the migration 0001_by_hand failed and nothing was changed: no such column: nonsense")


def test_tables_of_atomos_itself_are_not_worth_a_word(folder: Path) -> None:
    answers = entity("AtomosAnswer")

    path = make(folder, [entity("Task"), answers])

    assert path is not None
    assert path.name == "0001_create_tasks.py"
    assert '"atomos_answers"' in path.read_text()
    assert make_empty(folder, "by hand").name == "0002_by_hand.py"
