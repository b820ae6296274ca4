"""Waiting for what another process does, which cannot tell."""

import asyncio
from collections.abc import Awaitable, Callable


async def until(met: Callable[[], Awaitable[bool]], patience: float = 30) -> None:
    """Ask again and again. Raises: TimeoutError, after so many seconds."""
    async with asyncio.timeout(patience):
        while not await met():  # noqa: ASYNC110 - another process sets no event
            await asyncio.sleep(0.01)
