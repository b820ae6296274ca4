"""A unit of work reads what it changed itself, and writes only that."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atomos import AlreadyExists, Conflict, Invalid, NotFound
from atomos.adapters.outgoing.memory import MemoryStore
from atomos.core.ports.outgoing.store import Changes
from atomos.core.service.call import Call
from atomos.core.service.model import Model
from atomos.core.service.outbox import AtomosMessage, Outbox
from atomos.core.service.unit_of_work import EntityUnitOfWork, Outlet
from atomos.core.wiring.entity import read_entity
from atomos.core.wiring.rule import compile_rule
from atomos.core.wiring.wire import locate
from atomos.storage.messages import JsonMessages
from atomos.testing import FixedClock, SequentialIds


@dataclass
class Task:
    id: UUID
    title: str
    points: int | None = None
    tags: list[str] = field(default_factory=list)
    at: datetime = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass
class Milestone(Task):
    events: list[object] = field(default_factory=list)


TASK = read_entity(Task, unique=["title"], variants=[Milestone])


def heavy(task: Task, least: int) -> bool:
    return task.points is not None and task.points >= least


def task(number: int, points: int | None = None) -> Task:
    return Task(UUID(int=number), f"task {number}", points)


class Recording(MemoryStore):
    """A memory store that remembers what was committed."""

    def __init__(self) -> None:
        super().__init__([TASK])
        self.committed: list[Changes] = []

    async def commit(self, changes: Changes) -> None:
        await super().commit(changes)
        self.committed.append(changes)


@pytest.fixture
async def store() -> AsyncIterator[Recording]:
    store = Recording()
    await store.open()
    yield store
    await store.close()


class Sent:
    """Delivery that keeps what it is sent."""

    def __init__(self, messages: list[Any]) -> None:
        self.messages = messages

    def send(self, calls: Iterable[Call]) -> None:
        self.messages.extend(call.message for call in calls)

    async def settle(self) -> None: ...


def unit(store: MemoryStore, sent: list[Any] | None = None) -> EntityUnitOfWork:
    model, clock, ids = Model([TASK], compile_rule, locate), FixedClock(), SequentialIds()
    outbox = Outbox({str}, read_entity(AtomosMessage), store, JsonMessages([str]), clock, ids)
    outlet = Outlet(outbox, Sent([] if sent is None else sent))
    return EntityUnitOfWork(store, model, Call(None, clock, ids), outlet)


async def stored(store: MemoryStore, *tasks: Task) -> None:
    uow = unit(store)
    for each in tasks:
        uow.add(each)
    await uow.commit()


async def test_an_entity_is_the_same_object_however_it_is_reached(store: Recording) -> None:
    await stored(store, task(1))
    uow = unit(store)
    tasks = uow.repository(Task)
    found = await tasks.get(UUID(int=1))
    assert await tasks.first(title="task 1") is found
    assert (await tasks.find())[0] is found
    assert (await tasks.get_many([UUID(int=1)]))[0] is found


async def test_only_what_changed_is_written(store: Recording) -> None:
    await stored(store, task(1), task(2))
    uow = unit(store)
    first, _ = await uow.repository(Task).get_many([UUID(int=1), UUID(int=2)])
    first.points = 3
    await uow.commit()
    (update,) = store.committed[-1].updates
    assert update.fields == ("points",)
    assert update.version == 1


async def test_nothing_is_sent_to_the_store_when_nothing_changed(store: Recording) -> None:
    await stored(store, task(1))
    before = len(store.committed)
    uow = unit(store)
    await uow.repository(Task).get(UUID(int=1))
    await uow.commit()
    assert len(store.committed) == before


async def test_a_change_inside_a_list_is_noticed(store: Recording) -> None:
    await stored(store, task(1))
    uow = unit(store)
    (await uow.repository(Task).get(UUID(int=1))).tags.append("new")
    await uow.commit()
    assert store.committed[-1].updates[0].fields == ("tags",)


async def test_two_units_that_change_the_same_entity_conflict(store: Recording) -> None:
    await stored(store, task(1))
    one, two = unit(store), unit(store)
    (await one.repository(Task).get(UUID(int=1))).points = 1
    (await two.repository(Task).get(UUID(int=1))).points = 2
    await one.commit()
    with pytest.raises(Conflict):
        await two.commit()


async def test_a_unit_can_commit_several_times(store: Recording) -> None:
    uow = unit(store)
    mine = task(1)
    uow.add(mine)
    await uow.commit()
    mine.points = 1
    await uow.commit()
    mine.points = 2
    await uow.commit()
    assert uow.version(mine) == 3


async def test_what_was_added_is_found_before_the_commit(store: Recording) -> None:
    uow = unit(store)
    uow.repository(Task).add(task(1, points=5))
    tasks = uow.repository(Task)
    assert [each.title for each in await tasks.find(heavy, least=3)] == ["task 1"]
    assert await tasks.count() == 1
    assert await tasks.exists(title="task 1")
    assert (await tasks.get(UUID(int=1))).points == 5


async def test_what_was_removed_is_gone_before_the_commit(store: Recording) -> None:
    await stored(store, task(1), task(2))
    uow = unit(store)
    tasks = uow.repository(Task)
    tasks.remove(await tasks.get(UUID(int=1)))
    assert [each.title for each in await tasks.find()] == ["task 2"]
    assert await tasks.count() == 1
    with pytest.raises(NotFound):
        await tasks.get(UUID(int=1))
    with pytest.raises(NotFound):
        await tasks.get_many([UUID(int=1)])
    await uow.commit()
    assert await unit(store).repository(Task).count() == 1


async def test_what_was_added_and_removed_again_was_never_there(store: Recording) -> None:
    uow = unit(store)
    mine = task(1)
    uow.add(mine)
    uow.remove(mine)
    await uow.commit()
    assert store.committed == []


async def test_what_was_removed_may_be_added_back(store: Recording) -> None:
    await stored(store, task(1))
    uow = unit(store)
    mine = await uow.repository(Task).get(UUID(int=1))
    uow.remove(mine)
    uow.add(mine)
    await uow.commit()
    assert await unit(store).repository(Task).count() == 1


async def test_removing_what_was_not_loaded_is_an_error(store: Recording) -> None:
    with pytest.raises(NotFound):
        unit(store).remove(task(1))


async def test_another_object_with_the_same_id_is_refused(store: Recording) -> None:
    uow = unit(store)
    uow.add(task(1))
    with pytest.raises(AlreadyExists):
        uow.add(task(1))


async def test_leaving_the_block_without_a_commit_rolls_back(store: Recording) -> None:
    sent: list[Any] = []
    uow = unit(store, sent)
    async with uow:
        uow.add(task(1))
        uow.record("something happened")
    await uow.commit()
    assert (store.committed, sent) == ([], [])


async def test_messages_are_sent_only_after_the_commit(store: Recording) -> None:
    sent: list[Any] = []
    await stored(store, task(1))
    uow = unit(store, sent)
    uow.record("told")
    uow.add(Task(UUID(int=2), "task 1"))
    with pytest.raises(AlreadyExists):
        await uow.commit()
    assert sent == []


async def test_a_variant_may_collect_events_where_another_does_not(store: Recording) -> None:
    sent: list[Any] = []
    uow = unit(store, sent)
    uow.add(task(1))
    uow.add(Milestone(UUID(int=2), "reached", events=["told"]))
    await uow.commit()
    assert sent == ["told"]


async def test_a_page_that_lost_entities_within_the_unit_is_still_full(store: Recording) -> None:
    await stored(store, *(task(number) for number in range(1, 8)))
    uow = unit(store)
    tasks = uow.repository(Task)
    for number in (1, 3):
        tasks.remove(await tasks.get(UUID(int=number)))
    page = await tasks.find(limit=3)
    assert [each.id.int for each in page] == [2, 4, 5]
    assert [each.id.int for each in await tasks.find(limit=3, after=page.next)] == [6, 7]


async def test_a_foreign_cursor_is_refused(store: Recording) -> None:
    await stored(store, task(1), task(2))
    tasks = unit(store).repository(Task)
    page = await tasks.find(limit=1, order_by="title")
    with pytest.raises(Invalid, match="another order"):
        await tasks.find(limit=1, order_by="-title", after=page.next)
    with pytest.raises(Invalid, match="no cursor"):
        await tasks.find(after="nonsense!")


async def test_an_order_by_what_is_not_there_is_refused(store: Recording) -> None:
    with pytest.raises(Invalid, match="task has no 'colour'"):
        await unit(store).repository(Task).find(order_by="colour")
    with pytest.raises(Invalid, match="more than one value"):
        await unit(store).repository(Task).find(order_by="tags")


async def test_a_rule_without_its_value_says_how_to_give_it(store: Recording) -> None:
    with pytest.raises(TypeError, match=r"heavy needs a value for least: find\(…, least=…\)"):
        await unit(store).repository(Task).find(heavy)


OPERATIONS = st.lists(
    st.tuples(st.sampled_from(["add", "change", "remove"]), st.integers(1, 6), st.none() | st.integers(0, 9)),
    max_size=8,
)


@given(OPERATIONS, OPERATIONS, st.sampled_from(["points", "-points", "title"]), st.integers(1, 7))
async def test_a_unit_reads_exactly_what_the_next_one_will(
    before: list[tuple[str, int, int | None]], within: list[tuple[str, int, int | None]], order: str, limit: int
) -> None:
    store = MemoryStore([TASK])
    await store.open()
    first = unit(store)
    await play(first, before)
    await first.commit()
    uow = unit(store)
    await play(uow, within)
    seen = await look(uow, order, limit)
    await uow.commit()
    assert seen == await look(unit(store), order, limit)


async def play(uow: EntityUnitOfWork, operations: list[tuple[str, int, int | None]]) -> None:
    tasks = uow.repository(Task)
    for what, number, points in operations:
        found = await tasks.first(title=f"task {number}")
        if what == "add" and found is None and await uow.load(TASK, UUID(int=number)) is None:
            try:
                tasks.add(task(number, points))
            except AlreadyExists:  # it was removed in this very unit
                continue
        elif found is not None and what == "change":
            found.points = points
        elif found is not None and what == "remove":
            tasks.remove(found)


async def look(uow: EntityUnitOfWork, order: str, limit: int) -> tuple[list[int], int, int]:
    tasks = uow.repository(Task)
    found = [each.id.int for each in await tasks.find(order_by=order, limit=limit)]
    return found, await tasks.count(heavy, least=4), await tasks.count()
