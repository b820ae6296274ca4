"""The bus of python-cqrs: a command whose handler tells one domain event, which one handler follows.

Source: https://mkdocs.python-cqrs.dev/
"""

import logging
from collections.abc import Sequence
from typing import Any

import cqrs
import di
from cqrs.bootstrap import requests as bootstrap

logging.getLogger("cqrs").setLevel(logging.WARNING)


class Bus:
    def __init__(self, handlers: int) -> None:
        self.handled = 0
        self._declared = [self._declare() for _ in range(handlers)]
        self._commands = [command for command, _, _, _ in self._declared]

    def build(self) -> None:
        self._mediator = bootstrap.bootstrap(
            di_container=di.Container(), commands_mapper=self._map_commands, domain_events_mapper=self._map_events
        )

    async def send(self, count: int) -> None:
        commands = self._commands
        for number in range(count):
            await self._mediator.send(commands[number % len(commands)](number=number))

    def _map_commands(self, mapper: cqrs.RequestMap) -> None:
        for command, _, handler, _ in self._declared:
            mapper.bind(command, handler)

    def _map_events(self, mapper: cqrs.EventMap) -> None:
        for _, event, _, handler in self._declared:
            mapper.bind(event, handler)

    def _declare(self) -> tuple[type, type, type, type]:
        bus = self

        class Do(cqrs.Request[None]):
            number: int

        class Done(cqrs.DomainEvent):
            number: int

        class DoHandler(cqrs.RequestHandler[Do]):
            def __init__(self) -> None:
                self._events: list[Any] = []

            @property
            def events(self) -> Sequence[Any]:
                return self._events

            async def handle(self, request: Do) -> None:
                self._events.append(Done(number=request.number))

        class DoneHandler(cqrs.EventHandler[Done]):
            async def handle(self, event: Done) -> None:
                bus.handled += 1

        return Do, Done, DoHandler, DoneHandler
