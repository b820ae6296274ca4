"""Many at once: nothing is lost, nothing is torn, and who must wait waits."""

import asyncio
from uuid import UUID

from atomos.core.domain.errors import AlreadyExists, Conflict
from atomos.core.ports.outgoing.store import Changes, Query, Session, Store
from atomos.testing.ids import SequentialIds
from atomos.testing.store_contract.changes import count, inserting, kept, refused, together, type_of, updating
from atomos.testing.store_contract.domain import ACCOUNT, SPECIMEN, Account, Specimen
from atomos.testing.store_contract.event_loop import in_event_loop

TASKS, TIMES = 32, 3


class Concurrency:
    """Contenders, cancelled callers and locks."""

    @in_event_loop
    async def test_no_increment_is_lost(self, store: Store, ids: SequentialIds) -> None:
        await store.commit(inserting(account := Account(ids.new(), "Ada", 1)))
        async with asyncio.TaskGroup() as group:
            for _ in range(TASKS):
                group.create_task(_increment_often(store, account))
        last = await kept(store, account)
        assert (last.entity.balance, last.version) == (TASKS * TIMES, TASKS * TIMES + 1)

    @in_event_loop
    async def test_of_several_rivals_one_gets_the_unique_value(self, store: Store, ids: SequentialIds) -> None:
        rivals = [Account(ids.new(), "Ada", number, email="ada@example.org") for number in range(8)]
        outcomes = await asyncio.gather(*(store.commit(inserting(r)) for r in rivals), return_exceptions=True)
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyExists"] * 7 + ["NoneType"]
        assert await count(store, ACCOUNT) == 1

    @in_event_loop
    async def test_a_failing_unit_of_work_spares_its_neighbours(self, store: Store, ids: SequentialIds) -> None:
        taken = ids.new()
        accounts = [Account(taken if n % 4 == 0 else ids.new(), "Ada", n) for n in range(16)]
        outcomes = await asyncio.gather(*(store.commit(inserting(a)) for a in accounts), return_exceptions=True)
        assert [type(outcome) for outcome in outcomes].count(AlreadyExists) == 3
        assert await count(store, ACCOUNT) == 13

    @in_event_loop
    async def test_a_cancelled_unit_of_work_is_whole_or_not_there(self, store: Store, ids: SequentialIds) -> None:
        pairs = [(Specimen(ids.new()), Account(ids.new(), "Ada", number)) for number in range(40)]
        tasks = [asyncio.create_task(store.commit(inserting(*pair))) for pair in pairs]
        for steps, task in enumerate(tasks):
            if steps % 2:
                await _let_run(steps // 4)
                task.cancel()
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        for pair, outcome in zip(pairs, outcomes, strict=True):
            await _assert_whole(store, pair, outcome)

    @in_event_loop
    async def test_a_unit_of_work_may_be_cancelled_at_any_step(self, store: Store, ids: SequentialIds) -> None:
        for steps in range(20):
            pair = Specimen(ids.new()), Account(ids.new(), "Ada", steps)
            task = asyncio.create_task(store.commit(inserting(*pair)))
            await _let_run(steps)
            task.cancel()
            (outcome,) = await asyncio.gather(task, return_exceptions=True)
            await _assert_whole(store, pair, outcome)
        await store.commit(inserting(Account(ids.new(), "Eve", 1)))

    @in_event_loop
    async def test_a_commit_is_announced_once_when_it_is_durable_and_only_then(
        self, store: Store, ids: SequentialIds
    ) -> None:
        announced: list[UUID] = []
        await store.commit(_announced(Account(ids.new(), "Bob", 1), announced))
        accounts = [Account(ids.new(), "Ada", number) for number in range(20)]
        for steps, account in enumerate(accounts):
            task = asyncio.create_task(store.commit(_announced(account, announced)))
            await _let_run(steps)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        await refused(store, _announced(Account(announced[-1], "Eve", 1), announced), AlreadyExists)
        async with store.locking() as session:
            await session.commit(_announced(last := Account(ids.new(), "Eve", 1), announced))
        written = {each.entity.id for each in await store.find(ACCOUNT, Query())}
        assert len(announced) == len(set(announced))
        assert set(announced) == written
        assert last.id in written

    @in_event_loop
    async def test_locks_let_one_after_the_other_through(self, store: Store, ids: SequentialIds) -> None:
        await store.commit(inserting(account := Account(ids.new(), "Ada", 1)))
        async with asyncio.TaskGroup() as group:
            for _ in range(TASKS // 4):
                group.create_task(_increment_locked(store, account))
        last = await kept(store, account)
        assert (last.entity.balance, last.version) == (TASKS // 4, TASKS // 4 + 1)

    @in_event_loop
    async def test_a_locked_session_reads_and_commits_like_any_other(self, store: Store, ids: SequentialIds) -> None:
        await store.commit(inserting(account := Account(ids.new(), "Ada", 1), Account(ids.new(), "Ada", 2)))
        async with store.locking() as session:
            assert (await kept(session, account)).version == 1
            assert len(await session.find(ACCOUNT, Query())) == await session.count(ACCOUNT, ()) == 2
            account.balance = 5
            await session.commit(together(inserting(Specimen(ids.new())), updating(account, "balance")))
        assert (await kept(store, account)).entity.balance == 5
        assert await count(store, SPECIMEN) == 1

    @in_event_loop
    async def test_leaving_without_a_commit_changes_nothing(self, store: Store, ids: SequentialIds) -> None:
        await store.commit(inserting(account := Account(ids.new(), "Ada", 1)))
        async with store.locking() as session:
            (await kept(session, account)).entity.balance = 5
        async with store.locking() as session:
            await refused(session, updating(account, "balance", version=9), Conflict)
        await _increment(store, account.id)
        assert (await kept(store, account)).entity.balance == 1

    @in_event_loop
    async def test_a_lock_is_let_go_by_an_error_and_by_cancellation(self, store: Store, ids: SequentialIds) -> None:
        await store.commit(inserting(account := Account(ids.new(), "Ada", 1)))
        holder = asyncio.create_task(_hold(store, account, held := asyncio.Event()))
        await held.wait()
        waiting = asyncio.create_task(_increment_locked(store, account))
        await asyncio.sleep(0)
        waiting.cancel()
        holder.cancel()
        outcomes = await asyncio.gather(holder, waiting, return_exceptions=True)
        assert all(isinstance(outcome, asyncio.CancelledError) for outcome in outcomes)
        await _increment_locked(store, account)
        assert (await kept(store, account)).entity.balance == 1


async def _let_run(steps: int) -> None:
    for _ in range(steps):
        await asyncio.sleep(0)


async def _assert_whole(store: Store, pair: tuple[Specimen, Account], outcome: object) -> None:
    """Both are there, or neither; and what was not cancelled was done. Nobody else commits while it is looked at."""
    async with store.locking() as session:
        found = [len(await session.get(type_of(entity), [entity.id])) for entity in pair]
    assert found in ([0, 0], [1, 1])
    assert found == [1, 1] or isinstance(outcome, asyncio.CancelledError)


async def _increment_often(store: Store, account: Account) -> None:
    done = 0
    while done < TIMES:
        done += await _increment(store, account.id)


async def _increment(session: Session, id: UUID) -> bool:
    (found,) = await session.get(ACCOUNT, [id])
    await asyncio.sleep(0)
    found.entity.balance += 1
    try:
        await session.commit(updating(found.entity, "balance", version=found.version))
    except Conflict:
        return False
    return True


async def _increment_locked(store: Store, account: Account) -> None:
    async with store.locking() as session:
        assert await _increment(session, account.id)


async def _hold(store: Store, account: Account, held: asyncio.Event) -> None:
    async with store.locking() as session:
        await kept(session, account)
        held.set()
        await asyncio.Event().wait()


def _announced(account: Account, announced: list[UUID]) -> Changes:
    changes = inserting(account)
    changes.committed = lambda: announced.append(account.id)
    return changes
