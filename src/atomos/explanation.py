"""What a service does with a message, as data: for people, for machines and for tests."""

from dataclasses import asdict, dataclass
from typing import Any

from atomos.core.domain.naming import kebab
from atomos.core.ports.incoming.handler import HandlerKind, Plan
from atomos.core.ports.incoming.offer import MessageOffer
from atomos.manifest import Manifest

_ROLES = {HandlerKind.ACTION: "action", HandlerKind.QUERY: "query", HandlerKind.REACTION: "reaction"}


@dataclass(frozen=True, slots=True)
class Explanation:
    """The plan of one handler.

    `policy` is `None` where the message is not offered; `returns` names what may come of it, in its own words.
    """

    message: str
    role: str
    handler: str
    place: str
    policy: str | None
    steps: tuple[str, ...]
    returns: tuple[str, ...]
    source: str

    def as_dict(self) -> dict[str, Any]:
        """The explanation for JSON."""
        return asdict(self)


def explain(manifest: Manifest, message: str) -> list[Explanation]:
    """The plans for a message, by its name in any spelling: `FinishTask`, `finish-task`, `finish_task`.

    An event has one for each of its reactions. Raises: LookupError, naming what there is.
    """
    wanted = kebab(message.replace("-", "_"))
    offers = {offer.message: offer for offer in manifest.message_offers}
    found = [_explanation(plan, offers.get(plan.handler.message)) for plan in _plans(manifest) if _name(plan) == wanted]
    if not found:
        names = ", ".join(dict.fromkeys(plan.handler.message.__name__ for plan in _plans(manifest)))
        raise LookupError(f"{manifest.service} has no message {message}; it has {names or 'none at all'}")
    return found


def explain_all(manifest: Manifest) -> list[Explanation]:
    """The plans of every message of the service."""
    offers = {offer.message: offer for offer in manifest.message_offers}
    return [_explanation(plan, offers.get(plan.handler.message)) for plan in _plans(manifest)]


def _plans(manifest: Manifest) -> list[Plan]:
    return [*manifest.plans.values(), *(plan for plans in manifest.reactions.values() for plan in plans)]


def _name(plan: Plan) -> str:
    return kebab(plan.handler.message.__name__)


def _explanation(plan: Plan, offer: MessageOffer | None) -> Explanation:
    handler = plan.handler
    results = (*(entity.cls for entity in handler.returns.entities), *handler.returns.messages)
    return Explanation(
        message=handler.message.__name__,
        role=_ROLES[handler.kind],
        handler=handler.name,
        place=handler.place,
        policy=offer.guard.name if offer else None,
        steps=plan.steps,
        returns=tuple(cls.__name__ for cls in results),
        source=plan.source,
    )
