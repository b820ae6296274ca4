"""Names in a database, whose length PostgreSQL limits."""

from atomos.core.domain.entity import Index
from atomos.storage.names import LONGEST, index_name, reference_name
from migrating import entity


def test_a_name_says_what_it_is_of() -> None:
    task = entity("Task")
    assert index_name(task, Index(("title", "place.city"))) == "ix_tasks_title_place_city"
    assert index_name(task, Index(("title",), unique=True)) == "uq_tasks_title"
    assert reference_name(task, "list_id") == "fk_tasks_list_id"


def test_long_names_that_begin_alike_stay_two_names_that_postgresql_keeps_whole() -> None:
    task = entity("Task")
    names = [index_name(task, Index(("é" * 40, field))) for field in ("first", "second")]
    assert names[0] != names[1]
    assert all(len(name.encode()) <= LONGEST for name in names)
