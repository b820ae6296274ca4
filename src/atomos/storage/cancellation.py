"""Work that has to be done whole, whatever becomes of the one who asked for it."""

import asyncio
from typing import TypeVar

T = TypeVar("T")


async def whole(work: "asyncio.Future[T]") -> T:
    """The result of the work; a caller cancelled meanwhile stays until it is done, and is cancelled then."""
    cancelled: asyncio.CancelledError | None = None
    while not work.done():
        try:
            await asyncio.shield(work)
        except asyncio.CancelledError as error:
            if work.cancelled():
                raise
            cancelled = error
        except Exception:  # noqa: BLE001 - it is the work's, and raised below
            break
    if cancelled is not None:
        if not work.cancelled():
            work.exception()
        raise cancelled
    return work.result()
