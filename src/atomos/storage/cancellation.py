"""Work that has to be done whole, whatever becomes of the one who asked for it."""

import asyncio
from collections.abc import Awaitable, Generator
from functools import partial
from types import coroutine
from typing import Any, TypeVar

T = TypeVar("T")


@coroutine
def whole(work: Awaitable[T]) -> Generator[Any, None, T]:
    """The result of the work; a caller who is cancelled meanwhile stays until it is done, and is cancelled then.

    The work runs in the caller's own task: a task of its own, shielded, would cost a quarter of a commit. So it must
    not cancel that task itself, as `asyncio.timeout` does.
    """
    steps = work.__await__()
    cancelled: asyncio.CancelledError | None = None
    while True:
        try:
            awaited = next(steps)
        except StopIteration as end:
            if cancelled is None:
                result: T = end.value
                return result
            raise cancelled from None
        except BaseException:
            if cancelled is None:
                raise
            raise cancelled from None
        cancelled = (yield from _outlast(awaited)) or cancelled


def _outlast(awaited: "asyncio.Future[Any] | None") -> Generator[Any, None, asyncio.CancelledError | None]:
    """Wait for what the work waits for, which is spared when the caller is cancelled; returns that cancellation."""
    cancelled: asyncio.CancelledError | None = None
    if awaited is None:
        try:
            yield
        except asyncio.CancelledError as error:
            cancelled = error
        return cancelled
    awaited._asyncio_future_blocking = False  # noqa: SLF001 - so does a task when it takes over what is awaited
    while not awaited.done():
        waiter = awaited.get_loop().create_future()
        awaited.add_done_callback(partial(_wake, waiter))
        try:
            yield from waiter
        except asyncio.CancelledError as error:
            cancelled = error
    return cancelled


def _wake(waiter: "asyncio.Future[None]", _: "asyncio.Future[Any]") -> None:
    if not waiter.done():
        waiter.set_result(None)
