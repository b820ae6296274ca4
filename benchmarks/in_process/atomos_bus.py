"""The bus of atomos: an action that returns one event, which one reaction follows; and entities in memory."""

import sys
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Self
from uuid import UUID

from atomos import Service, Settings, anyone
from atomos.application import Application

_IN_MEMORY = Settings(database_url="memory://")
_HEAD = """
from dataclasses import dataclass
from competitor import Tally
"""
_HANDLERS = """
@dataclass(frozen=True)
class Do{n}:
    number: int

@dataclass(frozen=True)
class Done{n}:
    number: int

def do_{n}(command: Do{n}) -> Done{n}:
    return Done{n}(command.number)

def follow_{n}(event: Done{n}, tally: Tally) -> None:
    tally.events += 1
"""


class Tally:
    """What the reactions do: they count."""

    def __init__(self) -> None:
        self.events = 0


class Bus:
    """A service of as many actions and reactions, in a module of their own."""

    def __init__(self, handlers: int) -> None:
        self._tally = Tally()
        self._module = ModuleType("handlers_of_the_benchmark")
        sys.modules[self._module.__name__] = self._module
        source = _HEAD + "".join(_HANDLERS.format(n=n) for n in range(handlers))
        exec(compile(source, "handlers", "exec"), vars(self._module))  # noqa: S102 - the source stands above
        self._commands: list[Any] = [getattr(self._module, f"Do{n}") for n in range(handlers)]

    @property
    def handled(self) -> int:
        return self._tally.events

    def build(self) -> None:
        service = Service("bus")
        service.include(self._module)
        service.provide(Tally, self._tally)
        service.offer(*self._commands, to=anyone)
        self._application = service.build(_IN_MEMORY)

    async def __aenter__(self) -> Self:
        await self._application.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._application.__aexit__(None, None, None)

    async def send(self, count: int) -> None:
        commands, execute = self._commands, self._application.execute
        for number in range(count):
            await execute(commands[number % len(commands)](number))
        await self._application.settle()


@dataclass
class Counter:
    id: UUID
    count: int = 0


@dataclass(frozen=True)
class OpenCounter:
    """Asks for a new counter."""


@dataclass(frozen=True)
class CountUp:
    counter_id: UUID


@dataclass(frozen=True)
class CountedUp:
    counter_id: UUID


def open_counter(command: OpenCounter, new_id: UUID) -> Counter:
    return Counter(new_id)


def count_up(command: CountUp, counter: Counter) -> CountedUp:
    counter.count += 1
    return CountedUp(counter.id)


def follow(event: CountedUp, tally: Tally) -> None:
    tally.events += 1


class Stored:
    """A service that keeps counters in memory."""

    def __init__(self) -> None:
        self._tally = Tally()
        self._ids: list[UUID] = []

    @property
    def handled(self) -> int:
        return self._tally.events

    def build(self) -> None:
        service = Service("counters")
        service.include(__name__)
        service.provide(Tally, self._tally)
        service.offer(OpenCounter, CountUp, to=anyone)
        self._application: Application = service.build(_IN_MEMORY)

    async def __aenter__(self) -> Self:
        await self._application.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._application.__aexit__(None, None, None)

    async def fill(self, count: int) -> None:
        for _ in range(count):
            self._ids.append((await self._application.execute(OpenCounter())).id)

    async def send(self, count: int) -> None:
        ids, execute = self._ids, self._application.execute
        for number in range(count):
            await execute(CountUp(ids[number * 7919 % len(ids)]))
        await self._application.settle()
