"""What is shown of an entity: all of it, the fields of a dataclass, or what a function makes."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import pytest

from atomos import Application, Faulty, Repository, anyone
from services import built, service_of


@dataclass
class List:
    id: UUID
    title: str


@dataclass
class Task:
    id: UUID
    list_id: UUID
    title: str
    secret: str = "hidden"
    events: list[object] = field(default_factory=list)


@dataclass(frozen=True)
class AddList:
    title: str


@dataclass(frozen=True)
class AddTask:
    list_id: UUID
    title: str


@dataclass(frozen=True)
class FindTasks:
    pass


@dataclass(frozen=True)
class Shown:
    title: str


@dataclass(frozen=True)
class Seen:
    title: str
    at: datetime
    by: str


def add_list(command: AddList, new_id: UUID) -> List:
    return List(new_id, command.title)


def add_task(command: AddTask, parent: List, new_id: UUID) -> Task:
    return Task(new_id, parent.id, command.title)


async def find_tasks(query: FindTasks, tasks: Repository[Task]) -> list[Task]:
    return list(await tasks.find())


def seen(task: Task, now: datetime, actor: str | None) -> Seen:
    return Seen(task.title, now, actor or "nobody")


async def first_task(app: Application, actor: object = None) -> object:
    parent = await app.execute(AddList("home"))
    await app.execute(AddTask(parent.id, "write"))
    return (await app.execute(FindTasks(), actor=actor))[0]


async def test_a_function_makes_what_is_shown_from_the_entity_and_the_moment() -> None:
    service = service_of(add_list, add_task, find_tasks)
    service.offer(AddList, AddTask, FindTasks, List, to=anyone)
    service.offer(Task, to=anyone, as_=seen)
    async with built(service) as app:
        shown = await first_task(app, actor="ann")
    assert isinstance(shown, Seen)
    assert (shown.title, shown.by) == ("write", "ann")


async def test_collected_events_are_never_shown() -> None:
    service = service_of(add_list, add_task, find_tasks)
    service.offer(AddList, AddTask, FindTasks, List, Task, to=anyone)
    async with built(service) as app:
        assert not hasattr(await first_task(app), "events")


async def test_what_one_offer_shows_is_its_answer_and_not_what_else_it_loads() -> None:
    service = service_of(add_list, add_task)
    service.offer(AddList, List, to=anyone)
    service.offer(AddTask, to=anyone, as_=Shown)
    async with built(service) as app:
        parent = await app.execute(AddList("home"))
        assert await app.execute(AddTask(parent.id, "write")) == Shown("write")


async def test_a_variant_with_a_field_of_its_own_is_shown_though_it_collects_events() -> None:
    @dataclass
    class Chore(Task):
        effort: int = 1

    def add_chore(command: AddTask, new_id: UUID) -> Chore:
        return Chore(new_id, command.list_id, command.title, effort=3)

    def add_task(command: AddList, new_id: UUID) -> Task:
        return Task(new_id, new_id, command.title)

    service = service_of(add_chore, add_task)
    service.offer(AddTask, to=anyone, at="POST /chores")
    service.offer(AddList, Task, to=anyone)
    async with built(service) as app:
        assert (await app.execute(AddTask(UUID(int=1), "sweep"))).effort == 3
        assert (await app.execute(AddList("write"))).effort is None


def wrong_subject(title: str) -> Shown:
    return Shown(title)


def unannotated(task: Task):  # type: ignore[no-untyped-def]
    return Shown(task.title)


async def asynchronous(task: Task) -> Shown:
    return Shown(task.title)


def demanding(task: Task, weather: str) -> Shown:
    return Shown(task.title + weather)


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        (wrong_subject, "shape-subject"),
        (unannotated, "shape-function"),
        (asynchronous, "shape-function"),
        (demanding, "shape-parameter"),
    ],
)
def test_a_shape_that_cannot_be_is_told(shape: object, code: str) -> None:
    service = service_of()
    service.offer(Task, to=anyone, as_=shape)  # type: ignore[arg-type]  # the point of it
    with pytest.raises(Faulty) as raised:
        built(service)
    assert [fault.code for fault in raised.value.faults] == [code]


async def test_an_entity_that_a_query_makes_itself_is_shown_as_it_is_offered() -> None:
    def preview(query: FindTasks, new_id: UUID) -> Task:
        return Task(new_id, new_id, "write", "none of theirs")

    service = service_of(preview)
    service.offer(FindTasks, to=anyone)
    service.offer(Task, to=anyone, as_=Shown)
    async with built(service) as app:
        assert isinstance(await app.execute(FindTasks()), Shown)
