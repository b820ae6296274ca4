"""A type is a command, a query or an event, never two of them."""

from collections import defaultdict
from collections.abc import Iterator

from atomos.core.ports.incoming.handler import Handler, HandlerKind
from atomos.core.wiring.checks.wired import Wired
from atomos.core.wiring.fault import Fault


def check(wired: Wired) -> Iterator[Fault]:
    """One fault for each type that is handled as two kinds of message."""
    by_message: dict[type, dict[HandlerKind, Handler]] = defaultdict(dict)
    for handler in wired.handlers:
        by_message[handler.message].setdefault(handler.kind, handler)
    for message, kinds in by_message.items():
        if len(kinds) > 1:
            roles = " and ".join(f"{kind.value} of {handler.name}" for kind, handler in kinds.items())
            place = next(iter(kinds.values())).place
            hint = "give each its own type, or rename the first parameter"
            yield Fault("mixed-message", place, f"{message.__name__} is {roles}", hint)
