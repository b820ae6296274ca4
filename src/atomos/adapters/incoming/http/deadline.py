"""A deadline that costs next to nothing where there is nothing to wait for."""

import asyncio
from collections.abc import Awaitable, Generator
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Within(Generic[T]):
    """Awaits something for so many seconds at most. Raises: TimeoutError.

    Most requests have arrived whole when they are asked for, so the first step is taken without a timer; only what has
    to wait gets one, and goes on from where it stands.
    """

    __slots__ = ("_awaitable", "_seconds")

    def __init__(self, seconds: float, awaitable: Awaitable[T]) -> None:
        self._seconds = seconds
        self._awaitable = awaitable

    def __await__(self) -> Generator[Any, Any, T]:
        steps = self._awaitable.__await__()
        try:
            waiting_for = next(steps)
        except StopIteration as done:
            value: T = done.value
            return value
        return (yield from _wait(self._seconds, _Rest(steps, waiting_for)).__await__())


async def _wait(seconds: float, rest: "_Rest[T]") -> T:
    async with asyncio.timeout(seconds):
        return await rest


class _Rest(Generic[T]):
    """The rest of what was started, and waits for something now."""

    def __init__(self, steps: Generator[Any, Any, T], waiting_for: Any) -> None:
        self._steps = steps
        self._waiting_for = waiting_for

    def __await__(self) -> Generator[Any, Any, T]:
        waiting_for = self._waiting_for
        try:
            while True:
                try:
                    sent = yield waiting_for
                except BaseException as error:  # noqa: BLE001 - what waits is to see what is thrown, a cancellation too
                    waiting_for = self._steps.throw(error)
                else:
                    waiting_for = self._steps.send(sent)
        except StopIteration as done:
            value: T = done.value
            return value
