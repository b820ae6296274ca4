"""A pool of connections that are handed on as they are: nothing is reset, as nothing is left behind."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from atomos.adapters.outgoing.postgres.link import Link
from atomos.core.domain.errors import Unavailable


class Pool:
    """Opens connections as they are needed, up to a number; those who wait are served in order.

    Lives as long as the store, on one event loop. `patience`: seconds to wait for a connection. `longest`: seconds
    after which, in the second round at the latest, one that did not come back is ended: its server does not answer.
    """

    def __init__(self, connect: Callable[[], Awaitable[Link]], most: int, patience: float, longest: float) -> None:
        self._connect = connect
        self._most = most
        self._patience = patience
        self._longest = longest
        self._round = 0
        self._next_round: asyncio.TimerHandle | None = None
        self._idle: deque[Link] = deque()
        self._waiting: deque[asyncio.Future[Link | None]] = deque()
        self._open: set[Link] = set()
        self._places = 0
        self._closed = False

    async def acquire(self) -> Link:
        """A connection of the caller's own, to be given back by `release` or `discard`. Raises: Unavailable."""
        if self._closed:
            raise Unavailable("the store is closed")
        while self._idle:
            link = self._idle.pop()
            if not link.closed:
                link.round = self._round
                return link
            self._forget(link)
        if self._places < self._most:
            self._places += 1
            return await self._grow()
        return await self._wait()

    def release(self, link: Link) -> None:
        """Give back a connection on which nothing is open; one that is closed is forgotten."""
        if link.closed or self._closed:
            self.discard(link)
        elif not self._pass_on(link):
            self._idle.append(link)

    def discard(self, link: Link) -> None:
        """Give back a connection whose state is in doubt: it is ended, and another may take its place."""
        link.terminate()
        self._forget(link)
        self._make_room()

    def discard_idle(self) -> None:
        """End those that nobody uses: one was found dead, so they are likely to be."""
        while self._idle:
            self.discard(self._idle.pop())

    async def close(self) -> None:
        """End all connections, and let nobody wait any longer."""
        self._closed = True
        if self._next_round is not None:
            self._next_round.cancel()
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_exception(Unavailable("the store is closed"))
        idle = list(self._idle)
        self._idle.clear()
        await asyncio.gather(*(link.close() for link in idle), return_exceptions=True)
        for link in self._open:
            link.terminate()
        self._open.clear()

    async def _grow(self) -> Link:
        try:
            link = await self._connect()
        except BaseException:
            self._places -= 1
            self._make_room()
            raise
        if self._closed:
            link.terminate()
            raise Unavailable("the store is closed")
        link.round = self._round
        self._open.add(link)
        if self._next_round is None:
            self._next_round = asyncio.get_running_loop().call_later(self._longest, self._end_overdue)
        return link

    async def _wait(self) -> Link:
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[Link | None] = loop.create_future()
        self._waiting.append(waiter)
        patience = loop.call_later(self._patience, self._give_up, waiter)
        try:
            link = await waiter
        except asyncio.CancelledError:
            self._return_unused(waiter)
            raise
        finally:
            patience.cancel()
        return link or await self._grow()

    def _give_up(self, waiter: "asyncio.Future[Link | None]") -> None:
        if not waiter.done():
            text = f"all {self._most} connections to the database were busy for {self._patience:g} s"
            waiter.set_exception(Unavailable(f"{text}; allow more of them, or fewer messages at a time"))

    def _end_overdue(self) -> None:
        """A timer for each statement would cost more: this one looks at all of them once a round."""
        self._round += 1
        for link in self._open.difference(self._idle):
            if link.round < self._round - 1:
                link.terminate()
        self._next_round = asyncio.get_running_loop().call_later(self._longest, self._end_overdue)

    def _return_unused(self, waiter: "asyncio.Future[Link | None]") -> None:
        """Take back what the waiter was given in the moment of its cancellation."""
        if waiter.cancelled() or waiter.exception() is not None:
            return
        link = waiter.result()
        if link is not None:
            self.release(link)
        else:
            self._places -= 1
            self._make_room()

    def _make_room(self) -> None:
        """Let the first who waits open a connection of its own."""
        if self._places < self._most and self._pass_on(None):
            self._places += 1

    def _pass_on(self, link: Link | None) -> bool:
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                if link is not None:
                    link.round = self._round
                waiter.set_result(link)
                return True
        return False

    def _forget(self, link: Link) -> None:
        if link in self._open:
            self._open.remove(link)
            self._places -= 1
