"""Work goes on to its end although its caller is cancelled."""

import asyncio

import pytest

from atomos.storage.cancellation import whole


async def work(steps: list[int], gate: asyncio.Event) -> str:
    for step in range(3):
        steps.append(step)
        await asyncio.sleep(0)
    await gate.wait()
    steps.append(3)
    return "done"


async def fail(gate: asyncio.Event) -> None:
    await gate.wait()
    raise LookupError("lost")


async def test_the_result_is_that_of_the_work() -> None:
    gate = asyncio.Event()
    gate.set()
    assert await whole(work([], gate)) == "done"
    assert await whole(asyncio.create_task(work([], gate))) == "done"
    with pytest.raises(LookupError, match="lost"):
        await whole(fail(gate))


@pytest.mark.parametrize("early", [0, 1, 2, 5])
async def test_a_cancelled_caller_stays_until_the_work_is_done(early: int) -> None:
    steps, gate = list[int](), asyncio.Event()
    caller = asyncio.create_task(whole_of(steps, gate))
    await asyncio.sleep(0)
    for _ in range(early):
        await asyncio.sleep(0)
    caller.cancel()
    caller.cancel()
    for _ in range(8):
        await asyncio.sleep(0)
    assert not caller.done()
    gate.set()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert steps == [0, 1, 2, 3]


async def test_a_cancelled_caller_hears_of_no_other_error() -> None:
    gate = asyncio.Event()
    caller = asyncio.create_task(whole_of_failing(gate))
    await asyncio.sleep(0)
    caller.cancel()
    gate.set()
    with pytest.raises(asyncio.CancelledError):
        await caller


async def test_cancelled_work_cancels_its_caller() -> None:
    inner = asyncio.create_task(asyncio.Event().wait())
    caller = asyncio.create_task(outcome(inner))
    await asyncio.sleep(0)
    inner.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller


async def whole_of(steps: list[int], gate: asyncio.Event) -> str:
    return await whole(work(steps, gate))


async def whole_of_failing(gate: asyncio.Event) -> None:
    await whole(fail(gate))


async def outcome(task: "asyncio.Task[bool]") -> bool:
    return await whole(task)
