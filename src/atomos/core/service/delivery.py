"""Delivery in the process: committed messages reach their reactions, one after the other.

The seam is `Delivery.send`: what comes after it may lose nothing, be retried or go over a broker; what comes before it
stays as it is.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Protocol

from atomos.core.ports.incoming.handler import Plan
from atomos.core.service.call import Call

logger = logging.getLogger("atomos.delivery")

Followers = Mapping[type, Sequence[Plan]]
"""The plans that a message is for, by its type: the reactions of an event, or the action of a command."""

Handle = Callable[[Plan, Call], Awaitable[object] | None]
"""Runs one plan for one message in a unit of work of its own; `None` is a plan that is through already."""

Done = Callable[[Sequence[Call]], Awaitable[None]]
"""Takes note that messages were followed."""

_AT_ONCE = 100
"""After so many messages at the latest it is noted that they were followed."""


class Delivery(Protocol):
    """Takes committed messages to their handlers."""

    def send(self, calls: Iterable[Call]) -> None:
        """Take the messages over; returns at once."""
        ...

    async def settle(self) -> None:
        """Wait until nothing is under way, what handlers sent on included."""
        ...


class InProcessDelivery:
    """One worker that handles messages in the order of their commits. Lives as long as the application.

    Each reaction stands alone: one that fails is logged with its traceback and does not keep the others from running.
    A process that dies before it is noted that a message was followed leaves it for the next one.
    """

    def __init__(self, followers: Followers, handle: Handle, done: Done) -> None:
        self._followers = followers
        self._handle = handle
        self._done = done
        self._waiting: deque[Call] = deque()
        self._worker: asyncio.Task[None] | None = None

    def send(self, calls: Iterable[Call]) -> None:
        """Queue the messages, and wake the worker."""
        self._waiting.extend(calls)
        if self._waiting and (self._worker is None or self._worker.done()):
            self._worker = asyncio.create_task(self._work(), name="atomos delivery")

    async def settle(self) -> None:
        """Wait until nothing is under way, what handlers sent on included."""
        while self._worker is not None and not self._worker.done():
            await asyncio.shield(self._worker)

    async def _work(self) -> None:
        while self._waiting:
            followed: list[Call] = []
            while self._waiting and len(followed) < _AT_ONCE:
                call = self._waiting.popleft()
                for plan in self._followers[type(call.message)]:
                    await self._deliver(plan, call)
                followed.append(call)
            await self._note(followed)
            await asyncio.sleep(0)  # others are to have their turn, however much there is to follow

    async def _deliver(self, plan: Plan, call: Call) -> None:
        try:
            handling = self._handle(plan, call)
            if handling is not None:
                await handling
        except (Exception, asyncio.CancelledError) as error:
            if isinstance(error, asyncio.CancelledError) and self._is_cancelled():
                raise
            name = type(call.message).__name__
            logger.exception("%s could not follow %s %s", plan.handler.name, name, call.envelope.id)

    def _is_cancelled(self) -> bool:
        """Whether the worker itself is to end, and not only something that a reaction awaited."""
        return self._worker is None or self._worker.cancelling() > 0

    async def _note(self, followed: Sequence[Call]) -> None:
        try:
            await self._done(followed)
        except Exception:
            logger.exception("%s messages were followed and are still in the outbox", len(followed))
