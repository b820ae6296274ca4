"""Reading: offered entities for an actor, one by one and as lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from atomos.core.domain.errors import Invalid, NotFound
from atomos.core.domain.page import Page
from atomos.core.domain.rule import Condition
from atomos.core.ports.incoming.door import Answer, Filter
from atomos.core.ports.incoming.guard import moment
from atomos.core.ports.incoming.offer import EntityOffer
from atomos.core.ports.outgoing.clock import Clock, Ids
from atomos.core.ports.outgoing.store import Store
from atomos.core.service.call import Call
from atomos.core.service.collection import find_page
from atomos.core.service.handling import presented
from atomos.core.service.model import Model
from atomos.core.service.unit_of_work import EntityUnitOfWork

SORT_KEYS = 3
"""How many keys a reader may sort a list by."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Which entities a reader wants, in which order, and which page of them."""

    filters: Sequence[Filter]
    order_by: Sequence[str]
    limit: int
    after: str | None


class Reading:
    """Answers what readers ask of offered entities. Lives as long as the application."""

    def __init__(self, model: Model, store: Store, clock: Clock, ids: Ids) -> None:
        self._model = model
        self._store = store
        self._clock = clock
        self._ids = ids

    async def read(self, offer: EntityOffer, id: Any, actor: Any) -> Answer:
        """One entity in the shape that is offered. Raises: NotFound."""
        offer.guard.check_actor(actor)
        call = Call(None, self._clock, self._ids, actor)
        uow = EntityUnitOfWork(self._store, self._model, call)
        entity = await uow.load(offer.entity, id)
        values = _asked(offer, call)
        if entity is None or not all(c.holds(entity) for c in self._limits(offer, values)):
            raise NotFound(offer.entity.name, id)
        shown = offer.present(entity, values) if offer.present else entity
        return Answer(shown, id, uow.version(entity))

    async def browse(self, offer: EntityOffer, actor: Any, listing: Listing) -> Page[Any]:
        """A page of entities in the shape that is offered. Raises: Invalid."""
        offer.guard.check_actor(actor)
        self._check_reach(offer, listing)
        call = Call(None, self._clock, self._ids, actor)
        values = _asked(offer, call)
        wanted = [self._model.compare(offer.entity, f.path, f.operator, f.value) for f in listing.filters]
        uow = EntityUnitOfWork(self._store, self._model, call)
        conditions = [*self._limits(offer, values), *wanted]
        page = await find_page(uow, offer.entity, conditions, listing.order_by, listing.limit, listing.after)
        return page if offer.present is None else presented(page, {offer.entity: offer.present}, self._model, values)

    def _limits(self, offer: EntityOffer, values: Mapping[str, Any]) -> list[Condition]:
        return [Condition(rule, {name: values[name] for name in rule.parameters}) for rule in offer.where]

    @staticmethod
    def _check_reach(offer: EntityOffer, listing: Listing) -> None:
        """What is not shown cannot be found out by filtering or sorting either."""
        for path in (*(f.path for f in listing.filters), *(key.removeprefix("-") for key in listing.order_by)):
            if path.split(".")[0] not in offer.fields:
                raise Invalid(f"{offer.entity.name} cannot be filtered or sorted by {path!r}")
        if len(listing.order_by) > SORT_KEYS:
            raise Invalid(f"a list is sorted by {SORT_KEYS} keys at most")


def _asked(offer: EntityOffer, call: Call) -> Mapping[str, Any]:
    """The values of the moment, where a rule or a shape of the offer might ask for them."""
    return moment(call.actor, call.now) if offer.where or offer.present else {}
