"""The limit of a bus: a dictionary from the type of a message to a function, called by hand."""

from collections.abc import Callable
from dataclasses import dataclass, make_dataclass
from typing import Any


class Bus:
    """A command is looked up, handled, and its event handed to what follows it."""

    def __init__(self, handlers: int) -> None:
        self.handled = 0
        self._declared = [self._declare() for _ in range(handlers)]
        self._commands = [command for command, _, _ in self._declared]

    def build(self) -> None:
        self._handlers = {command: do for command, do, _ in self._declared}
        self._followers = {event: [self._follow] for _, _, event in self._declared}

    async def send(self, count: int) -> None:
        commands = self._commands
        for number in range(count):
            await self._execute(commands[number % len(commands)](number))

    async def _execute(self, command: Any) -> None:
        event = self._handlers[type(command)](command)
        for follow in self._followers[type(event)]:
            follow(event)

    def _follow(self, event: Any) -> None:
        self.handled += 1

    @staticmethod
    def _declare() -> tuple[type, Callable[[Any], Any], type]:
        command = make_dataclass("Do", [("number", int)], frozen=True)
        event: Any = make_dataclass("Done", [("number", int)], frozen=True)
        return command, lambda command: event(command.number), event


@dataclass
class Counter:
    id: int
    count: int = 0


class Stored:
    """Entities in a dictionary."""

    def __init__(self) -> None:
        self.handled = 0
        self._counters: dict[int, Counter] = {}

    def build(self) -> None:
        self._counters.clear()

    async def fill(self, count: int) -> None:
        first = len(self._counters)
        self._counters.update({id: Counter(id) for id in range(first, first + count)})

    async def send(self, count: int) -> None:
        for number in range(count):
            await self._count(number * 7919 % len(self._counters))

    async def _count(self, id: int) -> None:
        counter = self._counters[id]
        self._counters[id] = Counter(id, counter.count + 1)
        self.handled += 1
