"""Who follows an event, or does a returned command, acts for the service itself: there is no actor to ask for."""

from collections.abc import Iterator

from atomos.core.ports.incoming.handler import Ambient, Handler, HandlerKind
from atomos.core.wiring.checks.wired import Wired
from atomos.core.wiring.fault import Fault


def check(wired: Wired) -> Iterator[Fault]:
    """One fault for each handler that asks for an actor and is run without one."""
    for handler in wired.handlers:
        if handler.kind is HandlerKind.REACTION:
            cause = f"it follows {handler.message.__name__}"
        elif handler.kind is HandlerKind.ACTION and handler.message in wired.returned:
            cause = f"{handler.message.__name__} is returned by a handler"
        else:
            continue
        if _asks_for_actor(handler):
            message = f"{handler.name} asks for an actor, and there is none where {cause}"
            hint = "write `actor: … | None`, or carry what is needed in the message"
            yield Fault("absent-actor", handler.place, message, hint)


def _asks_for_actor(handler: Handler) -> bool:
    return any(isinstance(n, Ambient) and n.parameter == "actor" and not n.optional for n in handler.needs)
