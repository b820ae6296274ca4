"""An action that is neither offered nor set off by another handler can never run."""

from collections.abc import Iterator

from atomos.core.ports.incoming.handler import HandlerKind
from atomos.core.wiring.checks.wired import Wired
from atomos.core.wiring.fault import Fault


def check(wired: Wired) -> Iterator[Fault]:
    """One warning for each action or query that nobody can reach."""
    for handler in wired.of(HandlerKind.ACTION, HandlerKind.QUERY):
        message = handler.message
        if message not in wired.offered and message not in wired.returned:
            said = f"{handler.name} cannot be reached: {message.__name__} is neither offered nor returned by a handler"
            hint = f"service.offer({message.__name__}, to=…)"
            yield Fault("unreachable-action", handler.place, said, hint, severity="warning")
