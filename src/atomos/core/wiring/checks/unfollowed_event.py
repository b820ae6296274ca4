"""An event that nobody follows is told to nobody; that is allowed, and worth knowing."""

from collections.abc import Iterator

from atomos.core.wiring.checks.wired import Wired
from atomos.core.wiring.fault import Fault
from atomos.core.wiring.place import place


def check(wired: Wired) -> Iterator[Fault]:
    """One warning for each message returned by a handler that no handler takes."""
    handled = {handler.message for handler in wired.handlers}
    for handler in wired.handlers:
        if handler.kind.value == "query":
            continue
        for message in handler.returns.messages:
            if message not in handled and hasattr(message, "__dataclass_fields__"):
                said = f"{handler.name} returns {message.__name__}, and nothing follows it"
                hint = f"write `def …(event: {message.__name__}, …)`, or leave it for later"
                yield Fault("event-without-reaction", place(message), said, hint, severity="warning")
