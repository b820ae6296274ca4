"""Admission: whether a call may go on, once the entities that it is about are loaded."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from atomos.core.domain.errors import Forbidden, NotFound
from atomos.core.ports.incoming.guard import Guard, moment
from atomos.core.ports.incoming.offer import EntityOffer
from atomos.core.service.call import Call


@dataclass(frozen=True, slots=True)
class Admission:
    """The policy of one offered message, with the offers of the entities that its handler loads, by parameter.

    Who may not act, and may not see the entity either, is told that it does not exist.
    """

    guard: Guard
    loaded: Mapping[str, EntityOffer]

    def __call__(self, call: Call, values: Mapping[str, Any]) -> None:
        """Raises: Unauthenticated, Forbidden, NotFound."""
        known = {**moment(call.actor, call.now), **values}
        try:
            self.guard.check(call.actor, known)
        except Forbidden:
            for parameter, offer in self.loaded.items():
                entity = known[parameter]
                if entity is not None and not _visible(offer, entity, known):
                    raise NotFound(offer.entity.name, entity.id) from None
            raise


def _visible(offer: EntityOffer, entity: Any, known: Mapping[str, Any]) -> bool:
    try:
        offer.guard.check_actor(known["actor"])
    except PermissionError:
        return False
    return all(
        rule.function(**{rule.subject: entity}, **{name: known[name] for name in rule.parameters})
        for rule in offer.where
    )
