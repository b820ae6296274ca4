"""What is offered must be handled, or be an entity."""

from collections.abc import Iterator

from atomos.core.ports.incoming.handler import HandlerKind
from atomos.core.wiring.checks.wired import Wired
from atomos.core.wiring.fault import Fault
from atomos.core.wiring.place import place


def check(wired: Wired) -> Iterator[Fault]:
    """One fault for each offered class that nothing stands behind."""
    handled = {handler.message for handler in wired.of(HandlerKind.ACTION, HandlerKind.QUERY)}
    for offered in dict.fromkeys(offer.offered for offer in wired.declaration.offers):
        if offered in handled or offered in wired.entities or offered in wired.unresolved:
            continue
        hint = f"write `def …(command: {offered.__name__}, …)` in an included module, or service.include(…) that module"
        if taken := next((handler.message for handler in wired.handlers if handler.function is offered), None):
            hint = f"offer the message, not the function: service.offer({taken.__name__}, …)"
        message = f"{offered.__name__} is offered, and no action or query handles it"
        yield Fault("message-without-handler", place(offered), message, hint)
