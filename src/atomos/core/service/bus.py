"""The bus: one message in, one unit of work, one answer out."""

import asyncio
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from atomos.core.domain.entity import EntityType
from atomos.core.domain.errors import AlreadyExists, Conflict, Invalid, NotFound, NotOffered, StillReferenced
from atomos.core.domain.page import Page
from atomos.core.domain.rule import Condition
from atomos.core.ports.incoming.door import Answer, Filter, Once
from atomos.core.ports.incoming.guard import moment
from atomos.core.ports.incoming.handler import HandlerKind, Plan
from atomos.core.ports.incoming.offer import EntityOffer, MessageOffer, Present
from atomos.core.ports.outgoing.clock import Clock, Ids
from atomos.core.ports.outgoing.message_codec import MessageCodec
from atomos.core.ports.outgoing.store import Session, Store
from atomos.core.service.answers import store_answer, stored_answer
from atomos.core.service.call import Call
from atomos.core.service.collection import find_page
from atomos.core.service.container import Container
from atomos.core.service.delivery import Delivery, InProcessDelivery
from atomos.core.service.mapping import ErrorMapping
from atomos.core.service.model import Model
from atomos.core.service.outbox import AtomosMessage, Outbox
from atomos.core.service.unit_of_work import EntityUnitOfWork, Outlet

ATTEMPTS = 4
"""How often a pure function is run before a lost race becomes a Conflict: once, and three times again."""

OPTIMISTIC_ATTEMPTS = 2
"""After so many lost races an attempt locks what it reads."""

LONGEST_PAUSE = 0.05
"""Seconds: the pause before an attempt is random between zero and this, doubled with each (full jitter)."""

SORT_KEYS = 3
"""How many keys a reader may sort a list by."""


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
        self._reactions = compiled.reactions
        self._offers = compiled.message_offers
        self._model = compiled.model
        self._container = compiled.container
        self._errors = compiled.errors
        self._store = store
        self._clock = clock
        self._ids = ids
        followed = {*compiled.reactions, *compiled.plans}
        outbox = Outbox(followed, self._model.entity(AtomosMessage), store, codec, clock, ids)
        self._delivery: Delivery = InProcessDelivery(self._followers, self._follow, outbox.forget)
        self._outlet = Outlet(outbox, self._delivery)

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
        call.expected_version = expected_version
        call.once = once
        call.origin = correlation_id
        plan = self._plans[type(message)]
        try:
            if self._is_instant(plan, call):
                return self._answer_instantly(plan, call)
            return await self._handle(plan, call, offer)
        except Exception as error:
            mapped = self._errors.mapped(error)
            if mapped is error:
                raise
            raise mapped from error

    async def resume(self) -> None:
        """Deliver what an earlier process left in the outbox."""
        await self._outlet.outbox.resume(self._delivery)

    async def settle(self) -> None:
        """Wait until every message that was committed so far has been followed."""
        await self._delivery.settle()

    async def read(self, offer: EntityOffer, id: Any, *, actor: Any = None) -> Answer:
        """One entity in the shape that is offered."""
        offer.guard.check_actor(actor)
        call = Call(None, self._clock, self._ids, actor)
        uow = EntityUnitOfWork(self._store, self._model, call)
        entity = await uow.load(offer.entity, id)
        values = moment(actor, call.now)
        if entity is None or not all(c.holds(entity) for c in self._limits(offer, values)):
            raise NotFound(offer.entity.name, id)
        shown = offer.present(entity, values) if offer.present else entity
        return Answer(shown, id, uow.version(entity))

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
        offer.guard.check_actor(actor)
        self._check_reach(offer, filters, order_by)
        call = Call(None, self._clock, self._ids, actor)
        values = moment(actor, call.now)
        wanted = [self._model.compare(offer.entity, f.path, f.operator, f.value) for f in filters]
        uow = EntityUnitOfWork(self._store, self._model, call)
        page = await find_page(uow, offer.entity, [*self._limits(offer, values), *wanted], order_by, limit, after)
        return page if offer.present is None else _presented(page, {offer.entity: offer.present}, self._model, values)

    # Handling.

    def _is_instant(self, plan: Plan, call: Call) -> bool:
        """Whether there is nothing to wait for: no entity, no port of the unit of work, nothing to keep."""
        kept = self._store.durable and plan.handler.kind is not HandlerKind.QUERY
        return plan.light and not kept and call.once is None

    def _answer_instantly(self, plan: Plan, call: Call) -> Answer:
        result = plan.run(call.message, call, None, None)
        if plan.handler.kind is HandlerKind.QUERY:
            return Answer(result)
        if result is not None:
            self._delivery.send(self._outlet.outbox.calls(self._told(plan, result), call))
        return Answer(None)

    def _told(self, plan: Plan, result: Any) -> Sequence[Any]:
        """The messages that a light plan returned. Raises: TypeError, for an entity that nobody would keep."""
        messages = tuple(_flat(result)) if isinstance(result, (tuple, list)) else (result,)
        for message in messages:
            if self._model.is_entity(type(message)):
                name = type(message).__name__
                raise TypeError(f"{plan.handler.name} returns a {name}, which its return annotation does not name")
        return messages

    async def _handle(self, plan: Plan, call: Call, offer: MessageOffer | None = None) -> Answer:
        try:
            return await self._attempt(plan, call, offer, self._store)
        except Conflict as conflict:
            if not _worth_another(plan, conflict):
                raise
        return await self._again(plan, call, offer)

    async def _again(self, plan: Plan, call: Call, offer: MessageOffer | None) -> Answer:
        """The attempts after a lost race; the late ones lock what they read."""
        for attempt in range(2, ATTEMPTS + 1):
            await asyncio.sleep(random.uniform(0, LONGEST_PAUSE * 2**attempt))  # noqa: S311 - jitter, no secret
            try:
                if attempt <= OPTIMISTIC_ATTEMPTS:
                    return await self._attempt(plan, call, offer, self._store)
                async with self._store.locking() as session:
                    return await self._attempt(plan, call, offer, session)
            except Conflict as conflict:
                if attempt == ATTEMPTS or not _worth_another(plan, conflict):
                    raise
        raise AssertionError("the last attempt returns or raises")

    async def _attempt(self, plan: Plan, call: Call, offer: MessageOffer | None, session: Session) -> Answer:
        if plan.handler.kind is HandlerKind.QUERY:
            return await self._answer_query(plan, call, offer)
        uow = EntityUnitOfWork(session, self._model, call, self._outlet)
        if call.once is not None:
            return await self._attempt_once(plan, call, offer, uow, call.once)
        entity = await self._run(plan, call, uow)
        shown = self._shown(entity, offer, call)
        if not uow.held:
            await uow.commit()
        return Answer(shown) if entity is None else Answer(shown, entity.id, uow.version(entity))

    async def _attempt_once(
        self, plan: Plan, call: Call, offer: MessageOffer | None, uow: EntityUnitOfWork, once: Once
    ) -> Answer:
        """As any attempt, but an answer under the same key comes again, and a new one is kept in the same commit."""
        message = type(call.message)
        if before := await stored_answer(uow, once, message):
            return before
        entity = await self._run(plan, call, uow)
        shown = self._shown(entity, offer, call)
        answer = Answer(shown) if entity is None else Answer(shown, entity.id, uow.version_after_commit(entity))
        store_answer(uow, once, message, answer, call.now)
        await uow.commit()
        return answer

    async def _answer_query(self, plan: Plan, call: Call, offer: MessageOffer | None) -> Answer:
        uow = EntityUnitOfWork(self._store, self._model, call)
        result = await self._run(plan, call, uow)
        shown = self._shown(result, offer, call)
        if result is not None and self._model.is_entity(type(result)):
            return Answer(shown, result.id, uow.version(result))
        return Answer(shown)

    async def _run(self, plan: Plan, call: Call, uow: EntityUnitOfWork) -> Any:
        if plan.light:
            result = plan.run(call.message, call, uow, None)
            uow.record(*(() if result is None else self._told(plan, result)))
            return None
        if not self._container.scoped:
            return await plan.run(call.message, call, uow, None)
        async with self._container.scope(uow) as scope:
            return await plan.run(call.message, call, uow, scope)

    def _shown(self, value: Any, offer: MessageOffer | None, call: Call) -> Any:
        if offer is None or not offer.presents or value is None:
            return value
        return _presented(value, offer.presents, self._model, moment(call.actor, call.now))

    # Messages that follow.

    async def _follow(self, plan: Plan, call: Call) -> None:
        if self._is_instant(plan, call):
            self._answer_instantly(plan, call)
        else:
            await self._handle(plan, call)

    def _followers(self, call: Call) -> Sequence[Plan]:
        message = type(call.message)
        action = self._plans.get(message)
        reactions = self._reactions.get(message, ())
        return (*reactions, action) if action else reactions

    # Reading.

    def _limits(self, offer: EntityOffer, values: Mapping[str, Any]) -> list[Condition]:
        return [Condition(rule, {name: values[name] for name in rule.parameters}) for rule in offer.where]

    @staticmethod
    def _check_reach(offer: EntityOffer, filters: Sequence[Filter], order_by: Sequence[str]) -> None:
        """What is not shown cannot be found out by filtering or sorting either."""
        for path in (*(f.path for f in filters), *(key.removeprefix("-") for key in order_by)):
            if path.split(".")[0] not in offer.fields:
                raise Invalid(f"{offer.entity.name} cannot be filtered or sorted by {path!r}")
        if len(order_by) > SORT_KEYS:
            raise Invalid(f"a list is sorted by {SORT_KEYS} keys at most")


def _worth_another(plan: Plan, conflict: Conflict) -> bool:
    """Whether the same attempt might end differently, and does nothing twice: a plain function that lost a race."""
    return plan.handler.pure and not isinstance(conflict, (AlreadyExists, StillReferenced))


def _flat(result: Any) -> Iterator[Any]:
    """The messages in what a handler returned."""
    if isinstance(result, (tuple, list)):
        for item in result:
            yield from _flat(item)
    elif result is not None:
        yield result


def _presented(value: Any, presents: Mapping[EntityType, Present], model: Model, values: Mapping[str, Any]) -> Any:
    """The value with every entity in it, alone or in a list or page, in the shape that is shown."""
    if isinstance(value, Page):
        return Page(tuple(_presented(item, presents, model, values) for item in value), value.next)
    if isinstance(value, (list, tuple)):
        return [_presented(item, presents, model, values) for item in value]
    if value is not None and model.is_entity(type(value)):
        present = presents.get(model.entity(type(value)))
        return present(value, values) if present else value
    return value
