"""Waiting, but not for ever."""

import asyncio

import pytest

from atomos.adapters.incoming.http.deadline import within


async def at_once() -> str:
    return "done"


async def slowly(steps: int) -> str:
    for _ in range(steps):
        await asyncio.sleep(0)
    return "done"


async def never(seen: list[str]) -> str:
    try:
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        seen.append("cancelled")
        raise
    return "never"


async def failing(steps: int) -> str:
    await slowly(steps)
    raise LookupError("lost")


async def test_what_is_there_is_returned() -> None:
    assert await within(0.0, at_once()) == "done"


@pytest.mark.parametrize("steps", [1, 2, 50])
async def test_what_comes_in_time_is_returned(steps: int) -> None:
    assert await within(60.0, slowly(steps)) == "done"


@pytest.mark.parametrize("steps", [0, 1, 5])
async def test_an_error_passes(steps: int) -> None:
    with pytest.raises(LookupError, match="lost"):
        await within(60.0, failing(steps))


async def test_what_never_comes_is_given_up() -> None:
    seen: list[str] = []
    with pytest.raises(TimeoutError):
        await within(0.01, never(seen))
    assert seen == ["cancelled"]


async def test_a_cancellation_from_outside_stays_one() -> None:
    seen: list[str] = []

    async def waiting() -> str:
        return await within(60.0, never(seen))

    task = asyncio.create_task(waiting())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert seen == ["cancelled"]


async def test_a_value_that_a_future_brings_is_received() -> None:
    future = asyncio.get_running_loop().create_future()

    async def receive() -> object:
        return await future

    asyncio.get_running_loop().call_soon(future.set_result, "piece")
    assert await within(60.0, receive()) == "piece"
