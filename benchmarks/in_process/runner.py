"""Times the bus of one competitor in this process; `python runner.py app.py '{"mode": "bus", …}'` prints JSON.

It runs in the competitor's own environment, so it knows the standard library only. The module holds two classes:
`Bus(handlers)` with `build()`, `async send(count)` and `handled`, and `Stored()` with `async fill(count)` besides.
`async with` is used where they offer it.
"""

import asyncio
import gc
import importlib.util
import json
import resource
import sys
import time
from contextlib import AsyncExitStack
from statistics import median
from types import ModuleType
from typing import Any

_SHORTEST = 0.05
"""Seconds: a timed batch takes that long at least, so that the clock's own steps do not show."""


class Watch:
    """The time and the processor time since it was made."""

    def __init__(self) -> None:
        self._wall, self._processor = time.perf_counter(), time.process_time()

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self._wall

    @property
    def cpu(self) -> float:
        return time.process_time() - self._processor


async def time_bus(module: ModuleType, handlers: int, seconds: float) -> dict[str, Any]:
    """What a command with one event costs with so many handlers, and what building them costs."""
    bus = module.Bus(handlers)
    building = Watch()
    bus.build()
    built = building.cpu
    async with AsyncExitStack() as stack:
        if hasattr(bus, "__aenter__"):
            await stack.enter_async_context(bus)
        timed = await _time(bus, seconds)
    return {"build_seconds": built, "peak_mib": _peak_mib(), **timed}


async def time_stored(module: ModuleType, sizes: list[int], seconds: float, patience: float) -> list[dict[str, Any]]:
    """What loading, changing and saving costs with so many entities stored; ends early once filling takes too long."""
    stored = module.Stored()
    stored.build()
    filling, kept, measured = Watch(), 0, []
    async with AsyncExitStack() as stack:
        if hasattr(stored, "__aenter__"):
            await stack.enter_async_context(stored)
        for size in sizes:
            while kept < size and filling.cpu < patience:
                some = min(size - kept, 100)
                await stored.fill(some)
                kept += some
            if kept < size:
                break
            measured.append({"stored": size, **await _time(stored, seconds)})
    return measured


async def _time(bus: Any, seconds: float) -> dict[str, Any]:
    before, sent, batch = bus.handled, 0, 1
    while True:
        watch = Watch()
        await bus.send(batch)
        sent += batch
        if watch.seconds >= _SHORTEST:
            break
        batch *= 2
    gc.collect()
    whole = Watch()
    costs: list[float] = []
    walls: list[float] = []
    while not costs or whole.seconds < seconds:
        watch = Watch()
        await bus.send(batch)
        costs.append(watch.cpu / batch * 1e6)
        walls.append(watch.seconds / batch * 1e6)
        sent += batch
    return {"sent": sent, "handled": bus.handled - before, "cpu_us": median(costs), "wall_us": median(walls)}


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _load(path: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location("competitor", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["competitor"] = module
    spec.loader.exec_module(module)
    return module


def main() -> None:
    path, arguments = sys.argv[1], json.loads(sys.argv[2])
    module = _load(path)
    mode = arguments.pop("mode")
    measure = time_bus if mode == "bus" else time_stored
    print(json.dumps(asyncio.run(measure(module, **arguments))))


if __name__ == "__main__":
    main()
