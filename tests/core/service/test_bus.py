"""One message in, one unit of work, one answer out."""

import traceback
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

import pytest

from atomos import (
    AlreadyExists,
    Conflict,
    Envelope,
    Forbidden,
    NotFound,
    NotOffered,
    Operator,
    Page,
    Repository,
    Unauthenticated,
    UnitOfWork,
    anyone,
    operator,
)
from atomos.core.ports.incoming.door import Once
from services import built, service_of


@dataclass
class Task:
    id: UUID
    title: str
    owner: str = "ann"
    done_at: datetime | None = None
    events: list[object] = field(default_factory=list)


@dataclass(frozen=True)
class AddTask:
    title: str


@dataclass(frozen=True)
class FinishTask:
    task_id: UUID


@dataclass(frozen=True)
class ListTasks:
    title: str = ""


@dataclass(frozen=True)
class TaskFinished:
    task_id: UUID


@dataclass(frozen=True)
class Member:
    name: str


def add_task(command: AddTask, new_id: UUID) -> Task:
    return Task(new_id, command.title)


def finish_task(command: FinishTask, task: Task, now: datetime) -> TaskFinished:
    task.done_at = now
    return TaskFinished(task.id)


async def list_tasks(query: ListTasks, tasks: Repository[Task]) -> Page[Task]:
    return await tasks.find(order_by="title")


async def test_the_answer_is_the_entity_that_was_returned() -> None:
    service = service_of(add_task)
    service.offer(AddTask, Task, to=anyone)
    async with built(service) as app:
        assert (await app.execute(AddTask("write"))).title == "write"


async def test_the_answer_is_the_loaded_entity_when_none_is_returned() -> None:
    service = service_of(add_task, finish_task)
    service.offer(AddTask, FinishTask, Task, to=anyone)
    async with built(service) as app:
        task = await app.execute(AddTask("write"))
        finished = await app.execute(FinishTask(task.id))
        assert finished.id == task.id
        assert finished.done_at is not None


async def test_a_missing_entity_is_not_found() -> None:
    service = service_of(finish_task)
    service.offer(FinishTask, to=anyone)
    async with built(service) as app:
        with pytest.raises(NotFound, match=f"task {UUID(int=7)} does not exist"):
            await app.execute(FinishTask(UUID(int=7)))


async def test_a_message_that_is_not_offered_is_refused() -> None:
    async with built(service_of(add_task)) as app:
        with pytest.raises(NotOffered, match="AddTask is not offered"):
            await app.execute(AddTask("write"))


async def test_an_action_on_an_entity_that_is_not_offered_answers_its_id_alone() -> None:
    service = service_of(add_task)
    service.offer(AddTask, to=anyone)
    async with built(service) as app:
        answer = await app.execute(AddTask("write"))
        assert set(vars(answer)) == {"id"}


async def test_a_query_answers_a_page_of_entities_as_they_are_offered() -> None:
    @dataclass(frozen=True)
    class Shown:
        title: str

    service = service_of(add_task, list_tasks)
    service.offer(AddTask, ListTasks, to=anyone)
    service.offer(Task, to=anyone, as_=Shown)
    async with built(service) as app:
        await app.execute(AddTask("b"))
        await app.execute(AddTask("a"))
        assert await app.execute(ListTasks()) == Page((Shown("a"), Shown("b")))


async def test_what_a_query_changes_is_forgotten() -> None:
    async def spoil(query: ListTasks, tasks: Repository[Task]) -> int:
        for task in await tasks.find():
            task.title = "spoilt"
        return await tasks.count(title="spoilt")

    service = service_of(add_task, spoil)
    service.offer(AddTask, ListTasks, Task, to=anyone)
    async with built(service) as app:
        await app.execute(AddTask("write"))
        await app.execute(ListTasks())
        assert await app.execute(ListTasks()) == 0


async def test_an_event_reaches_every_reaction_after_the_commit() -> None:
    seen: list[str] = []

    async def first(event: TaskFinished, tasks: Repository[Task]) -> None:
        task = await tasks.get(event.task_id)
        seen.append(f"first {task.done_at is not None}")

    def second(event: TaskFinished, task: Task) -> None:
        seen.append(f"second {task.title}")

    service = service_of(add_task, finish_task, first, second)
    service.offer(AddTask, FinishTask, Task, to=anyone)
    async with built(service) as app:
        task = await app.execute(AddTask("write"))
        await app.execute(FinishTask(task.id))
        assert seen == []
        await app.settle()
        assert seen == ["first True", "second write"]


async def test_a_failing_reaction_does_not_stop_the_others(caplog: pytest.LogCaptureFixture) -> None:
    seen: list[UUID] = []

    def failing(event: TaskFinished) -> None:
        raise RuntimeError("broken")

    def working(event: TaskFinished) -> None:
        seen.append(event.task_id)

    service = service_of(add_task, finish_task, failing, working)
    service.offer(AddTask, FinishTask, Task, to=anyone)
    async with built(service) as app:
        task = await app.execute(AddTask("write"))
        await app.execute(FinishTask(task.id))
        await app.settle()
    assert seen == [task.id]
    assert "failing could not follow TaskFinished" in caplog.text
    assert "RuntimeError: broken" in caplog.text


async def test_events_that_an_entity_collected_are_told_with_the_commit() -> None:
    def finish(command: FinishTask, task: Task) -> None:
        task.events.append(TaskFinished(task.id))

    seen: list[UUID] = []

    def follow(event: TaskFinished) -> None:
        seen.append(event.task_id)

    service = service_of(add_task, finish, follow)
    service.offer(AddTask, FinishTask, Task, to=anyone)
    async with built(service) as app:
        task = await app.execute(AddTask("write"))
        await app.execute(FinishTask(task.id))
        await app.settle()
    assert seen == [task.id]


async def test_a_command_that_a_reaction_returns_is_done_next_though_it_is_not_offered() -> None:
    def again(event: TaskFinished) -> AddTask:
        return AddTask("next")

    service = service_of(add_task, finish_task, list_tasks, again)
    service.offer(FinishTask, ListTasks, Task, to=anyone)
    service.offer(AddTask, to=operator)
    async with built(service) as app:
        task = await app.execute(AddTask("first"), actor=Operator())
        await app.execute(FinishTask(task.id))
        await app.settle()
        assert [task.title for task in await app.execute(ListTasks())] == ["first", "next"]


async def test_causation_and_correlation_run_from_a_command_to_its_reactions() -> None:
    envelopes: list[Envelope] = []

    def finish(command: FinishTask, task: Task, envelope: Envelope) -> TaskFinished:
        envelopes.append(envelope)
        return TaskFinished(task.id)

    def follow(event: TaskFinished, envelope: Envelope) -> None:
        envelopes.append(envelope)

    service = service_of(add_task, finish, follow)
    service.offer(AddTask, FinishTask, Task, to=anyone)
    async with built(service) as app:
        task = await app.execute(AddTask("write"))
        await app.execute(FinishTask(task.id))
        await app.settle()
    command, event = envelopes
    assert command.causation_id is None
    assert event.causation_id == command.id
    assert event.correlation_id == command.correlation_id == command.id
    assert event.message == TaskFinished(task.id)


async def test_an_action_that_raises_leaves_nothing_behind() -> None:
    def fail(command: AddTask, new_id: UUID) -> Task:
        raise ValueError("no")

    async def add_and_fail(command: FinishTask, tasks: Repository[Task]) -> None:
        tasks.add(Task(command.task_id, "half"))
        raise PermissionError("not you")

    service = service_of(fail, add_and_fail, list_tasks)
    service.offer(FinishTask, ListTasks, Task, to=anyone)
    async with built(service) as app:
        with pytest.raises(Forbidden, match="not you"):
            await app.execute(FinishTask(UUID(int=1)))
        assert len(await app.execute(ListTasks())) == 0


async def test_a_lost_race_runs_a_plain_function_again() -> None:
    runs: list[int] = []

    def disturbed(command: FinishTask, task: Task) -> None:
        runs.append(1)
        task.title += "!"
        if len(runs) < 3:
            raise Conflict

    service = service_of(add_task, disturbed)
    service.offer(AddTask, FinishTask, Task, to=anyone)
    async with built(service) as app:
        task = await app.execute(AddTask("write"))
        assert (await app.execute(FinishTask(task.id))).title == "write!"
    assert len(runs) == 3


async def test_a_race_lost_four_times_is_a_conflict() -> None:
    runs: list[int] = []

    def hopeless(command: FinishTask, task: Task) -> None:
        runs.append(1)
        raise Conflict

    service = service_of(add_task, hopeless)
    service.offer(AddTask, FinishTask, Task, to=anyone)
    async with built(service) as app:
        task = await app.execute(AddTask("write"))
        with pytest.raises(Conflict):
            await app.execute(FinishTask(task.id))
    assert len(runs) == 4


async def test_a_function_that_calls_ports_is_never_run_again() -> None:
    runs: list[int] = []

    async def impure(command: FinishTask, task: Task) -> None:
        runs.append(1)
        raise Conflict

    service = service_of(add_task, impure)
    service.offer(AddTask, FinishTask, Task, to=anyone)
    async with built(service) as app:
        task = await app.execute(AddTask("write"))
        with pytest.raises(Conflict):
            await app.execute(FinishTask(task.id))
    assert len(runs) == 1


async def test_an_id_that_is_taken_is_told_at_once() -> None:
    def add_same(command: AddTask) -> Task:
        return Task(UUID(int=1), command.title)

    service = service_of(add_same)
    service.offer(AddTask, Task, to=anyone)
    async with built(service) as app:
        await app.execute(AddTask("one"))
        with pytest.raises(AlreadyExists, match="a task with this id exists already"):
            await app.execute(AddTask("two"))


async def test_who_takes_the_reins_decides_what_is_committed() -> None:
    async def half(command: AddTask, new_id: UUID, uow: UnitOfWork) -> None:
        async with uow:
            uow.repository(Task).add(Task(new_id, "kept"))
            await uow.commit()
            uow.repository(Task).add(Task(UUID(int=9), "dropped"))

    service = service_of(half, list_tasks)
    service.offer(AddTask, ListTasks, Task, to=anyone)
    async with built(service) as app:
        await app.execute(AddTask("write"))
        assert [task.title for task in await app.execute(ListTasks())] == ["kept"]


async def test_who_takes_the_reins_may_answer_with_what_was_committed() -> None:
    async def add(command: AddTask, new_id: UUID, uow: UnitOfWork) -> Task:
        async with uow:
            task = Task(new_id, command.title)
            uow.repository(Task).add(task)
            await uow.commit()
        return task

    service = service_of(add, list_tasks)
    service.offer(AddTask, ListTasks, Task, to=anyone)
    async with built(service) as app:
        assert (await app.execute(AddTask("kept"))).title == "kept"
        assert [task.title for task in await app.execute(ListTasks())] == ["kept"]


async def test_an_event_returned_after_the_last_commit_is_an_error_rather_than_lost() -> None:
    async def add(command: AddTask, new_id: UUID, uow: UnitOfWork) -> TaskFinished:
        async with uow:
            await uow.commit()
        return TaskFinished(new_id)

    service = service_of(add)
    service.offer(AddTask, to=anyone)
    async with built(service) as app:
        with pytest.raises(TypeError, match=r"record it before: uow.record\(TaskFinished\(…\)\)"):
            await app.execute(AddTask("lost"))


async def test_several_entities_and_events_may_be_returned_together() -> None:
    seen: list[UUID] = []

    def both(command: AddTask, new_id: UUID) -> tuple[Task, list[TaskFinished]]:
        return Task(new_id, command.title), [TaskFinished(new_id)]

    def follow(event: TaskFinished) -> None:
        seen.append(event.task_id)

    service = service_of(both, follow)
    service.offer(AddTask, Task, to=anyone)
    async with built(service) as app:
        task = await app.execute(AddTask("write"))
        await app.settle()
    assert seen == [task.id]


async def test_an_entity_that_the_annotation_does_not_name_is_an_error_rather_than_lost() -> None:
    def hide(command: AddTask, new_id: UUID) -> TaskFinished:
        return Task(new_id, command.title)  # type: ignore[return-value]  # the point of it

    service = service_of(hide, finish_task)
    service.offer(AddTask, Task, to=anyone)
    async with built(service) as app:
        with pytest.raises(TypeError, match="hide returns a Task, which its return annotation does not name"):
            await app.execute(AddTask("write"))


async def test_today_and_now_are_of_the_same_instant() -> None:
    moments: list[tuple[datetime, date]] = []

    def look(command: AddTask, now: datetime, today: date) -> None:
        moments.append((now, today))

    service = service_of(look)
    service.offer(AddTask, to=anyone)
    async with built(service) as app:
        assert await app.execute(AddTask("")) is None
    assert moments[0][0].date() == moments[0][1]
    assert moments[0][0].tzinfo is not None


def owns(actor: Member, task: Task) -> bool:
    return task.owner == actor.name


async def test_a_policy_asks_for_an_actor_then_for_the_right_one() -> None:
    service = service_of(add_task, finish_task)
    service.offer(AddTask, Task, to=anyone)
    service.offer(FinishTask, to=owns)
    async with built(service) as app:
        task = await app.execute(AddTask("write"))
        with pytest.raises(Unauthenticated):
            await app.execute(FinishTask(task.id))
        with pytest.raises(Forbidden):
            await app.execute(FinishTask(task.id), actor=Member("bob"))
        with pytest.raises(Forbidden):
            await app.execute(FinishTask(task.id), actor="a string is no member")
        assert (await app.execute(FinishTask(task.id), actor=Member("ann"))).done_at


async def test_an_answer_is_repeated_only_to_the_actor_who_got_it() -> None:
    def is_ann(actor: Member) -> bool:
        return actor.name == "ann"

    service = service_of(add_task)
    service.offer(AddTask, to=is_ann)
    once = Once("key", "fingerprint", lambda answer: b"the answer")
    async with built(service) as app:
        await app._bus.execute(AddTask("write"), actor=Member("ann"), once=once)
        assert (await app._bus.execute(AddTask("write"), actor=Member("ann"), once=once)).replayed == b"the answer"
        with pytest.raises(Forbidden):
            await app._bus.execute(AddTask("write"), actor=Member("eve"), once=once)
        with pytest.raises(Unauthenticated):
            await app._bus.execute(AddTask("write"), once=once)


async def test_who_may_not_see_an_entity_is_told_that_it_does_not_exist() -> None:
    service = service_of(add_task, finish_task)
    service.offer(AddTask, to=anyone)
    service.offer(Task, FinishTask, to=owns)
    async with built(service) as app:
        task = await app.execute(AddTask("write"))
        with pytest.raises(NotFound):
            await app.execute(FinishTask(task.id), actor=Member("bob"))


async def test_only_an_operator_may_do_what_is_offered_to_operators() -> None:
    service = service_of(add_task)
    service.offer(AddTask, Task, to=operator)
    async with built(service) as app:
        with pytest.raises(Forbidden, match="only an operator"):
            await app.execute(AddTask("write"), actor=Member("ann"))
        assert (await app.execute(AddTask("write"), actor=Operator())).title == "write"


async def test_a_handler_with_an_actor_gets_only_one_of_its_type() -> None:
    def mine(command: AddTask, actor: Member, new_id: UUID) -> Task:
        return Task(new_id, command.title, actor.name)

    service = service_of(mine)
    service.offer(AddTask, Task, to=anyone)
    async with built(service) as app:
        with pytest.raises(Unauthenticated):
            await app.execute(AddTask("write"))
        assert (await app.execute(AddTask("write"), actor=Member("bob"))).owner == "bob"


async def test_a_handler_with_an_optional_actor_serves_everybody() -> None:
    def theirs(command: AddTask, actor: Member | None, new_id: UUID) -> Task:
        return Task(new_id, command.title, actor.name if actor else "nobody")

    service = service_of(theirs)
    service.offer(AddTask, Task, to=anyone)
    async with built(service) as app:
        assert (await app.execute(AddTask("write"))).owner == "nobody"


async def test_the_applications_own_error_is_told_as_one_of_the_contract() -> None:
    class TooLate(Exception):
        pass

    def late(command: AddTask) -> None:
        raise TooLate("it is over")

    service = service_of(late)
    service.error(TooLate, as_=Forbidden)
    service.offer(AddTask, to=anyone)
    async with built(service) as app:
        with pytest.raises(Forbidden, match=r"^it is over$") as raised:
            await app.execute(AddTask("write"))
        assert isinstance(raised.value.__cause__, TooLate)


async def test_a_mistake_in_the_code_stays_an_error_inside() -> None:
    def broken(command: AddTask) -> None:
        dict[str, int]()["nothing"]

    service = service_of(broken)
    service.offer(AddTask, to=anyone)
    async with built(service) as app:
        with pytest.raises(KeyError):
            await app.execute(AddTask("write"))


async def test_a_traceback_shows_the_generated_source() -> None:
    def broken(command: AddTask) -> None:
        raise RuntimeError

    service = service_of(broken)
    service.offer(AddTask, to=anyone)
    async with built(service) as app:
        with pytest.raises(RuntimeError) as raised:
            await app.execute(AddTask("write"))
    shown = "".join(traceback.format_exception(raised.value))
    assert "<atomos plan broken" in shown
    assert "return _handler(command)" in shown


async def test_a_variant_that_the_service_does_not_know_is_an_error_rather_than_lost() -> None:
    @dataclass
    class Chore(Task):
        pass

    def add_chore(command: AddTask, new_id: UUID) -> Task:
        return Chore(new_id, command.title)

    service = service_of(add_chore)
    service.offer(AddTask, Task, to=anyone)
    async with built(service) as app:
        with pytest.raises(TypeError, match="Chore is no variant of Task that the service knows"):
            await app.execute(AddTask("write"))
