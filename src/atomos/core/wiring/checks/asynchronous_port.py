"""A plain `def` cannot await, so a port whose methods are asynchronous is of no use to it."""

import inspect
from collections.abc import Iterator
from typing import Any

from atomos.core.ports.incoming.handler import Collection, Need, Provided, Reins, Searching
from atomos.core.wiring.annotation import spelled
from atomos.core.wiring.checks.wired import Wired
from atomos.core.wiring.fault import Fault


def check(wired: Wired) -> Iterator[Fault]:
    """One fault for each asynchronous port of a plain function."""
    for handler in wired.handlers:
        for need in handler.needs if handler.pure else ():
            if _is_asynchronous(need):
                message = (
                    f"{handler.name} is a plain `def`, and {need.parameter}: {spelled(need.annotation)} must be awaited"
                )
                hint = f"write `async def {handler.name}`; a plain function works on what is loaded for it"
                yield Fault("sync-function-async-port", handler.place, message, hint)


def _is_asynchronous(need: Need) -> bool:
    if isinstance(need, (Collection, Searching, Reins)):
        return True
    return isinstance(need, Provided) and any(_must_be_awaited(member) for member in _methods(need.annotation))


def _methods(port: Any) -> list[Any]:
    return [member for name, member in inspect.getmembers(port) if not name.startswith("_")]


def _must_be_awaited(member: Any) -> bool:
    return inspect.iscoroutinefunction(member) or inspect.isasyncgenfunction(member)
