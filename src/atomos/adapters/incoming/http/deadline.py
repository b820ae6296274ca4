"""A deadline that costs next to nothing where there is nothing to wait for."""

import asyncio
import types
from collections.abc import Awaitable, Generator
from typing import Any, TypeVar

T = TypeVar("T")


@types.coroutine
def within(seconds: float, awaitable: Awaitable[T]) -> Generator[Any, Any, T]:
    """What is awaited, for so many seconds at most. Raises: TimeoutError.

    Most requests have arrived whole when they are asked for, so the first step is taken without a timer; only what has
    to wait gets one, and goes on from where it stands.
    """
    steps = awaitable.__await__()
    try:
        waiting_for = next(steps)
    except StopIteration as done:
        value: T = done.value
        return value
    return (yield from _timed(seconds, _rest(steps, waiting_for)).__await__())


async def _timed(seconds: float, rest: Awaitable[T]) -> T:
    async with asyncio.timeout(seconds):
        return await rest


@types.coroutine
def _rest(steps: Generator[Any, Any, T], waiting_for: Any) -> Generator[Any, Any, T]:
    """The rest of what was started, and waits for something now."""
    try:
        while True:
            try:
                sent = yield waiting_for
            except BaseException as error:  # noqa: BLE001 - what waits is to see what is thrown, a cancellation too
                waiting_for = steps.throw(error)
            else:
                waiting_for = steps.send(sent)
    except StopIteration as done:
        value: T = done.value
        return value
