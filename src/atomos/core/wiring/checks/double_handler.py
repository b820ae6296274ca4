"""A command has one action and a query one handler; only events may be followed by many."""

from collections import defaultdict
from collections.abc import Iterator

from atomos.core.ports.incoming.handler import Handler, HandlerKind
from atomos.core.wiring.checks.wired import Wired
from atomos.core.wiring.fault import Fault


def check(wired: Wired) -> Iterator[Fault]:
    """One fault for each message that more than one function answers."""
    by_message: dict[type, list[Handler]] = defaultdict(list)
    for handler in wired.of(HandlerKind.ACTION, HandlerKind.QUERY):
        by_message[handler.message].append(handler)
    for message, handlers in by_message.items():
        if len(handlers) > 1:
            names = " and ".join(handler.name for handler in handlers)
            path = tuple(f"{handler.name} ({handler.place})" for handler in handlers)
            hint = "keep one of them; several functions may follow an event, not a command or query"
            yield Fault("double-handler", handlers[0].place, f"{names} all handle {message.__name__}", hint, path)
