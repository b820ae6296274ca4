"""Protean's command handlers, events and memory store.

Source: https://docs.proteanhq.com/guides/getting-started/quickstart
"""

import logging
from typing import Any

from protean import Domain, handle
from protean.fields import Identifier, Integer
from protean.utils.globals import current_domain

logging.disable(logging.INFO)


class Bus:
    """Each command makes an aggregate, as Protean's events belong to aggregates."""

    def __init__(self, handlers: int) -> None:
        self.handled = 0
        self._domain = _domain()
        self._commands = [self._declare(number) for number in range(handlers)]

    def build(self) -> None:
        self._domain.init(traverse=False)

    async def send(self, count: int) -> None:
        commands = self._commands
        with self._domain.domain_context():
            for number in range(count):
                self._domain.process(commands[number % len(commands)](number=number), asynchronous=False)

    def _declare(self, number: int) -> type:
        bus, domain = self, self._domain

        class Thing:
            number = Integer(required=True)

        thing = domain.aggregate(type(f"Thing{number}", (), dict(Thing.__dict__)))

        class Done:
            number = Integer(required=True)

        done = domain.event(type(f"Done{number}", (), dict(Done.__dict__)), part_of=thing)

        class Do:
            number = Integer(required=True)

        do = domain.command(type(f"Do{number}", (), dict(Do.__dict__)), part_of=thing)

        class DoHandler:
            @handle(do)
            def make(self, command: Any) -> None:
                made = thing(number=command.number)
                made.raise_(done(number=command.number))
                current_domain.repository_for(thing).add(made)

        domain.command_handler(type(f"DoHandler{number}", (), dict(DoHandler.__dict__)), part_of=thing)

        class DoneHandler:
            @handle(done)
            def follow(self, event: Any) -> None:
                bus.handled += 1

        domain.event_handler(type(f"DoneHandler{number}", (), dict(DoneHandler.__dict__)), part_of=thing)
        return do


class Stored:
    """One aggregate that is made, and another command that loads, changes and saves it."""

    def __init__(self) -> None:
        self.handled = 0
        self._ids: list[str] = []
        self._domain = domain = _domain()
        stored = self

        @domain.aggregate
        class Counter:
            count = Integer(default=0)

        @domain.event(part_of=Counter)
        class Counted:
            counter_id = Identifier(required=True)

        @domain.command(part_of=Counter)
        class Open:
            number = Integer(required=True)

        @domain.command(part_of=Counter)
        class Count:
            counter_id = Identifier(required=True)

        @domain.command_handler(part_of=Counter)
        class CounterHandler:
            @handle(Open)
            def open(self, command: Any) -> str:
                counter = Counter()
                current_domain.repository_for(Counter).add(counter)
                return counter.id

            @handle(Count)
            def count(self, command: Any) -> None:
                repository = current_domain.repository_for(Counter)
                counter = repository.get(command.counter_id)
                counter.count += 1
                counter.raise_(Counted(counter_id=counter.id))
                repository.add(counter)

        @domain.event_handler(part_of=Counter)
        class CountedHandler:
            @handle(Counted)
            def follow(self, event: Any) -> None:
                stored.handled += 1

        self._open, self._count = Open, Count

    def build(self) -> None:
        self._domain.init(traverse=False)

    async def fill(self, count: int) -> None:
        with self._domain.domain_context():
            for number in range(count):
                self._ids.append(self._domain.process(self._open(number=number), asynchronous=False))

    async def send(self, count: int) -> None:
        ids = self._ids
        with self._domain.domain_context():
            for number in range(count):
                command = self._count(counter_id=ids[number * 7919 % len(ids)])
                self._domain.process(command, asynchronous=False)


def _domain() -> Domain:
    domain = Domain(name="Benchmark")
    domain.config["command_processing"] = "sync"
    domain.config["event_processing"] = "sync"
    return domain
