"""What type checkers infer from the public names; read by mypy and pyright, never run."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_type
from uuid import UUID

from atomos import (
    Application,
    HttpSettings,
    Page,
    Policy,
    Repository,
    Service,
    Settings,
    UnitOfWork,
    anyone,
    operator,
)


@dataclass
class Task:
    id: UUID
    title: str


@dataclass(frozen=True)
class AddTask:
    title: str


def urgent(task: Task) -> bool:
    return task.title.startswith("!")


async def a_repository_gives_its_own_entities(tasks: Repository[Task], task: Task, id: UUID) -> None:
    assert_type(await tasks.get(id), Task)
    assert_type(await tasks.get_many([id]), Sequence[Task])
    assert_type(await tasks.first(urgent, order_by="-title"), Task | None)
    assert_type(await tasks.count(urgent), int)
    assert_type(await tasks.exists(title="Read"), bool)
    tasks.add(task)
    tasks.remove(task)
    tasks.add("a title")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - the test: it is no task


async def a_page_is_a_sequence_with_a_cursor(tasks: Repository[Task]) -> None:
    page = await tasks.find(urgent, order_by=("title",), limit=20)

    assert_type(page, Page[Task])
    assert_type(page.next, str | None)
    assert_type(page[0], Task)
    assert_type(page[:2], Sequence[Task])
    assert_type([task.title for task in page], list[str])


async def a_unit_of_work_gives_repositories(uow: UnitOfWork) -> None:
    async with uow as entered:
        assert_type(entered.repository(Task), Repository[Task])
        assert_type(await entered.commit(), None)


def a_service_builds_an_application(service: Service) -> None:
    service.offer(AddTask, Task, to=anyone, where=urgent)
    service.offer(AddTask, to=urgent, at="POST /tasks")
    service.http(HttpSettings(prefix="/api"))
    service.error(KeyError, as_=KeyError)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - the test

    assert_type(service.build(), Application)
    assert_type(service.build(Settings()), Application)


async def an_application_is_entered_as_itself(application: Application) -> None:
    async with application as entered:
        assert_type(entered, Application)


def policies_have_one_type() -> None:
    assert_type(anyone, Policy)
    assert_type(operator, Policy)
