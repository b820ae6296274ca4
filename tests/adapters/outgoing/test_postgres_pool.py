"""Connections are handed on in order, grow to a number, and never get lost."""

import asyncio

import pytest

from atomos.adapters.outgoing.postgres.link import Link
from atomos.adapters.outgoing.postgres.pool import Pool
from atomos.core.domain.errors import Unavailable


class Line(Link):
    """A link to nowhere."""

    def __init__(self) -> None:
        self.round = 0
        self.ended = asyncio.Event()

    @property
    def closed(self) -> bool:
        return self.ended.is_set()

    def terminate(self) -> None:
        self.ended.set()

    async def close(self) -> None:
        self.ended.set()


async def connect() -> Link:
    await asyncio.sleep(0)
    return Line()


def pool(most: int = 1, patience: float = 60, longest: float = 60) -> Pool:
    return Pool(connect, most, patience, longest)


async def test_one_connection_serves_all_who_come_one_after_the_other() -> None:
    lines = pool(most=5)
    first = await lines.acquire()
    lines.release(first)
    assert await lines.acquire() is first
    await lines.close()


async def test_those_who_wait_are_served_in_order() -> None:
    lines, served = pool(), list[int]()
    held = await lines.acquire()

    async def use(number: int) -> None:
        line = await lines.acquire()
        served.append(number)
        lines.release(line)

    waiting = [asyncio.create_task(use(number)) for number in range(5)]
    await asyncio.sleep(0)
    waiting[2].cancel()
    lines.release(held)
    await asyncio.gather(*waiting, return_exceptions=True)
    assert served == [0, 1, 3, 4]
    await lines.close()


async def test_who_is_cancelled_while_it_is_served_gives_the_connection_back() -> None:
    lines = pool()
    held = await lines.acquire()
    waiting = asyncio.create_task(lines.acquire())
    await asyncio.sleep(0)
    lines.release(held)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert await lines.acquire() is held
    await lines.close()


async def test_a_connection_in_doubt_makes_room_for_another() -> None:
    lines = pool()
    doubtful = await lines.acquire()
    waiting = asyncio.create_task(lines.acquire())
    await asyncio.sleep(0)
    lines.discard(doubtful)
    assert await waiting is not doubtful
    assert doubtful.closed
    await lines.close()


async def test_a_failed_connection_makes_room_for_another() -> None:
    attempts = iter([OSError("no route"), None])

    async def sometimes() -> Link:
        await asyncio.sleep(0)
        if error := next(attempts):
            raise error
        return Line()

    lines = Pool(sometimes, 1, 60, 60)
    outcomes = await asyncio.gather(lines.acquire(), lines.acquire(), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [OSError, Line]
    await lines.close()


async def test_a_connection_that_broke_while_idle_is_not_handed_out() -> None:
    lines = pool()
    broken = await lines.acquire()
    lines.release(broken)
    broken.terminate()
    assert await lines.acquire() is not broken
    await lines.close()


async def test_patience_ends() -> None:
    lines = pool(patience=0.01)
    held = await lines.acquire()
    with pytest.raises(Unavailable, match="were busy for 0"):
        await lines.acquire()
    lines.release(held)
    assert await lines.acquire() is held
    await lines.close()


async def test_a_connection_that_never_comes_back_is_ended_and_an_idle_one_stays() -> None:
    lines = pool(most=2, longest=0.01)
    idle, stuck = await lines.acquire(), await lines.acquire()
    lines.release(idle)
    assert isinstance(stuck, Line)
    await stuck.ended.wait()
    assert not idle.closed
    await lines.close()


async def test_closing_ends_all_and_lets_nobody_wait() -> None:
    lines = pool()
    held = await lines.acquire()
    waiting = asyncio.create_task(lines.acquire())
    await asyncio.sleep(0)
    await lines.close()
    with pytest.raises(Unavailable, match="the store is closed"):
        await waiting
    with pytest.raises(Unavailable, match="the store is closed"):
        await lines.acquire()
    assert held.closed
