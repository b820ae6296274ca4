"""What an actor may not even see does not exist for it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from atomos import Forbidden, NotFound, Unauthenticated, anyone
from services import built, service_of


@dataclass
class Task:
    id: UUID
    owner: str


@dataclass(frozen=True)
class AddTask:
    owner: str


@dataclass(frozen=True)
class FinishTask:
    task_id: UUID


@dataclass(frozen=True)
class Member:
    name: str


@dataclass(frozen=True)
class Clerk:
    name: str


def owns(actor: Member, task: Task) -> bool:
    return task.owner == actor.name


def works_here(actor: Clerk, task: Task) -> bool:
    return True


def add_task(command: AddTask, new_id: UUID) -> Task:
    return Task(new_id, command.owner)


def finish_task(command: FinishTask, task: Task) -> None: ...


@pytest.mark.parametrize(
    ("shown_to", "actor", "refusal"),
    [
        (anyone, Member("bob"), Forbidden),
        (owns, Member("bob"), NotFound),
        (works_here, Member("bob"), NotFound),
        (works_here, None, Unauthenticated),
    ],
)
async def test_a_refusal_tells_nothing_of_an_entity_that_the_actor_may_not_see(
    shown_to: Any, actor: Any, refusal: type[Exception]
) -> None:
    service = service_of(add_task, finish_task)
    service.offer(AddTask, to=anyone)
    service.offer(FinishTask, to=owns)
    service.offer(Task, to=shown_to)
    async with built(service) as app:
        task = await app.execute(AddTask("ann"))
        with pytest.raises(refusal):
            await app.execute(FinishTask(task.id), actor=actor)
