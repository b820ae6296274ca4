"""The bus of lato: a command whose handler publishes one event, which one handler follows.

Source: https://lato.readthedocs.io/
"""

from collections.abc import Callable

from lato import Application, Command, Event, TransactionContext


class Tally:
    def __init__(self) -> None:
        self.events = 0


class Bus:
    def __init__(self, handlers: int) -> None:
        self._tally = Tally()
        self._declared = [self._declare() for _ in range(handlers)]
        self._commands = [command for command, _, _, _ in self._declared]

    @property
    def handled(self) -> int:
        return self._tally.events

    def build(self) -> None:
        self._application = Application("benchmark", tally=self._tally)
        for command, event, do, follow in self._declared:
            self._application.handler(command)(do)
            self._application.handler(event)(follow)

    async def send(self, count: int) -> None:
        commands = self._commands
        for number in range(count):
            self._application.execute(commands[number % len(commands)](number=number))

    def _declare(self) -> tuple[type[Command], type[Event], Callable[..., None], Callable[..., None]]:
        class Do(Command):
            number: int

        class Done(Event):
            number: int

        def do(command: Do, ctx: TransactionContext) -> None:
            ctx.publish(Done(number=command.number))

        def follow(event: Done, tally: Tally) -> None:
            tally.events += 1

        return Do, Done, do, follow
