"""The checks of a wired service, one mistake a file; each is given the same `Wired` and yields its faults."""

from collections.abc import Callable, Iterator

from atomos.core.wiring.checks import (
    absent_actor,
    asynchronous_port,
    double_handler,
    lost_return,
    mixed_message,
    open_offer,
    shared_name,
    unfollowed_event,
    unhandled_message,
    unreachable_action,
    variant_options,
)
from atomos.core.wiring.checks.wired import Wired
from atomos.core.wiring.fault import Fault

CHECKS: tuple[Callable[[Wired], Iterator[Fault]], ...] = (
    absent_actor.check,
    asynchronous_port.check,
    double_handler.check,
    lost_return.check,
    mixed_message.check,
    open_offer.check,
    shared_name.check,
    unhandled_message.check,
    unfollowed_event.check,
    unreachable_action.check,
    variant_options.check,
)


def run_checks(wired: Wired) -> list[Fault]:
    """All faults of all checks, errors and warnings."""
    return [fault for check in CHECKS for fault in check(wired)]
