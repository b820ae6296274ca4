"""What an action or a reaction returns is kept, told or done; a plain value can be none of these and would be lost."""

from collections.abc import Iterator

from atomos.core.ports.incoming.handler import HandlerKind
from atomos.core.wiring.annotation import SCALARS, spelled
from atomos.core.wiring.checks.wired import Wired
from atomos.core.wiring.fault import Fault

_PLAIN = frozenset({*SCALARS, dict, set, frozenset})


def check(wired: Wired) -> Iterator[Fault]:
    """One fault for each action or reaction whose annotation promises a plain value."""
    for handler in wired.of(HandlerKind.ACTION, HandlerKind.REACTION):
        lost = [cls for cls in handler.returns.messages if cls in _PLAIN]
        if lost:
            names = ", ".join(map(spelled, lost))
            message = f"{handler.name} returns {names}, which is no entity, event or command"
            hint = "return the entity that changed, or an event that carries the value; a query answers what is asked"
            yield Fault("lost-return", handler.place, message, hint)
