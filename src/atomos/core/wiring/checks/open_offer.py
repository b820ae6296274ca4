"""An offer without a policy would be a decision that nobody took."""

from collections.abc import Iterator

from atomos.core.wiring.checks.wired import Wired
from atomos.core.wiring.fault import Fault
from atomos.core.wiring.place import place


def check(wired: Wired) -> Iterator[Fault]:
    """One fault for each offer that does not say to whom."""
    for offer in wired.declaration.offers:
        if offer.to is None:
            name = offer.offered.__name__
            hint = f"service.offer({name}, to=anyone), to=operator, or a rule over `actor`"
            yield Fault(
                "offer-without-policy", place(offer.offered), f"{name} is offered to nobody in particular", hint
            )
