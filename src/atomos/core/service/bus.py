"""The bus: one message in, one answer out, and what follows from it."""

from collections.abc import Awaitable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from atomos.core.domain.errors import NotOffered
from atomos.core.domain.page import Page
from atomos.core.ports.incoming.door import Answer, Filter, Once
from atomos.core.ports.incoming.handler import HandlerKind, Plan
from atomos.core.ports.incoming.offer import EntityOffer, MessageOffer
from atomos.core.ports.outgoing.clock import Clock, Ids
from atomos.core.ports.outgoing.message_codec import MessageCodec
from atomos.core.ports.outgoing.store import Store
from atomos.core.service.call import Call
from atomos.core.service.container import Container
from atomos.core.service.delivery import InProcessDelivery
from atomos.core.service.handling import Handling, told
from atomos.core.service.mapping import ErrorMapping
from atomos.core.service.model import Model
from atomos.core.service.outbox import AtomosMessage, Outbox
from atomos.core.service.reading import Listing, Reading
from atomos.core.service.unit_of_work import Outlet


@dataclass(frozen=True, slots=True)
class Compiled:
    """A service as the bus needs it: plans and offers by the type of their message, and what they work with."""

    plans: Mapping[type, Plan]
    reactions: Mapping[type, Sequence[Plan]]
    message_offers: Mapping[type, MessageOffer]
    model: Model
    container: Container
    errors: ErrorMapping


class Bus:
    """Executes messages and reads entities. Implements `Door`; see there. Lives as long as the application."""

    def __init__(self, compiled: Compiled, store: Store, codec: MessageCodec, clock: Clock, ids: Ids) -> None:
        self._plans = compiled.plans
        self._offers = compiled.message_offers
        self._errors = compiled.errors
        self._model = compiled.model
        self._clock = clock
        self._ids = ids
        followers = self._followers = _followers(compiled)
        self._instant = frozenset(plan.run for plan in _all_plans(compiled) if _needs_no_waiting(plan, store))
        self._outbox = Outbox(followers, self._model.entity(AtomosMessage), store, codec, clock, ids)
        self._delivery = InProcessDelivery(followers, self._follow, self._outbox.forget)
        self._handling = Handling(self._model, store, compiled.container, Outlet(self._outbox, self._delivery))
        self._reading = Reading(self._model, store, clock, ids)

    async def execute(
        self,
        message: Any,
        *,
        actor: Any = None,
        expected_version: int | None = None,
        once: Once | None = None,
        correlation_id: UUID | None = None,
    ) -> Answer:
        """Do the command or answer the query."""
        offer = self._offers.get(type(message))
        if offer is None:
            raise NotOffered(type(message))
        call = Call(message, self._clock, self._ids, actor)
        if expected_version is not None:
            call.expected_version = expected_version
        if once is not None:
            call.once = once
        if correlation_id is not None:
            call.origin = correlation_id
        plan = self._plans[type(message)]
        try:
            if plan.run in self._instant and once is None:
                return self._answer_instantly(plan, call)
            return await self._handling.handle(plan, call, offer)
        except Exception as error:  # noqa: BLE001 - the boundary: told in the terms of the contract
            self._errors.raise_mapped(error)

    async def read(self, offer: EntityOffer, id: Any, *, actor: Any = None) -> Answer:
        """One entity in the shape that is offered."""
        try:
            return await self._reading.read(offer, id, actor)
        except Exception as error:  # noqa: BLE001 - the boundary: told in the terms of the contract
            self._errors.raise_mapped(error)

    async def browse(
        self,
        offer: EntityOffer,
        *,
        actor: Any = None,
        filters: Sequence[Filter] = (),
        order_by: Sequence[str] = (),
        limit: int = 50,
        after: str | None = None,
    ) -> Page[Any]:
        """A page of entities in the shape that is offered."""
        try:
            return await self._reading.browse(offer, actor, Listing(filters, order_by, limit, after))
        except Exception as error:  # noqa: BLE001 - the boundary: told in the terms of the contract
            self._errors.raise_mapped(error)

    async def resume(self) -> None:
        """Deliver what other processes left in the outbox."""
        await self._outbox.resume(self._delivery)

    async def stop(self) -> None:
        """Take over nothing any more that other processes left."""
        await self._outbox.stop()

    async def settle(self) -> None:
        """Wait until every message that was committed so far has been followed."""
        await self._delivery.settle()

    def _answer_instantly(self, plan: Plan, call: Call) -> Answer:
        result = plan.run(call.message, call, None, None)
        if plan.handler.kind is HandlerKind.QUERY:
            return Answer(result)
        self._send_on(plan, result, call)
        return Answer(None)

    def _send_on(self, plan: Plan, result: Any, call: Call) -> None:
        """Send what a light plan returned to those who follow it."""
        if type(result) in self._followers:
            self._delivery.send((Call(result, self._clock, self._ids, cause=call),))
        elif messages := told(plan, result, self._model):
            self._delivery.send(self._outbox.calls(messages, call))

    def _follow(self, plan: Plan, call: Call) -> Awaitable[object] | None:
        if plan.run not in self._instant:
            return self._handling.handle(plan, call)
        self._send_on(plan, plan.run(call.message, call, None, None), call)
        return None


def _followers(compiled: Compiled) -> dict[type, tuple[Plan, ...]]:
    """The plans that each message is for: the reactions of an event, or the action of a command."""
    followers = {message: tuple(plans) for message, plans in compiled.reactions.items()}
    return followers | {message: (*followers.get(message, ()), plan) for message, plan in compiled.plans.items()}


def _all_plans(compiled: Compiled) -> Iterator[Plan]:
    yield from compiled.plans.values()
    for plans in compiled.reactions.values():
        yield from plans


def _needs_no_waiting(plan: Plan, store: Store) -> bool:
    """Whether a plan has no entity, no port of the unit of work, and nothing to keep."""
    return plan.light and (plan.handler.kind is HandlerKind.QUERY or not store.durable)
