"""The bus: one message in, one unit of work, one answer out."""

import asyncio
import random
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from atomos.core.domain.entity import EntityType
from atomos.core.domain.envelope import Envelope
from atomos.core.domain.errors import AlreadyExists, Conflict, Invalid, NotFound, NotOffered, StillReferenced
from atomos.core.domain.page import Page
from atomos.core.domain.rule import Condition
from atomos.core.ports.incoming.door import Answer, Filter, Once
from atomos.core.ports.incoming.guard import moment
from atomos.core.ports.incoming.handler import HandlerKind, Plan
from atomos.core.ports.incoming.offer import EntityOffer, MessageOffer
from atomos.core.ports.outgoing.clock import Clock, Ids
from atomos.core.ports.outgoing.store import Session, Store
from atomos.core.service.answers import store_answer, stored_answer
from atomos.core.service.call import Call
from atomos.core.service.collection import find_page
from atomos.core.service.container import Container
from atomos.core.service.delivery import Delivery, InProcessDelivery
from atomos.core.service.mapping import ErrorMapping
from atomos.core.service.model import Model
from atomos.core.service.unit_of_work import EntityUnitOfWork

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

    def __init__(self, compiled: Compiled, store: Store, clock: Clock, ids: Ids) -> None:
        self._plans = compiled
        self._model = compiled.model
        self._container = compiled.container
        self._store = store
        self._clock = clock
        self._ids = ids
        self.delivery: Delivery = InProcessDelivery(self._followers, self._follow)

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
        offer = self._plans.message_offers.get(type(message))
        if offer is None:
            raise NotOffered(type(message))
        call = Call(message, actor, self._clock.now(), self._ids, False, expected_version, once, correlation_id)
        try:
            return await self._handle(self._plans.plans[type(message)], call, offer)
        except Exception as error:
            mapped = self._plans.errors.mapped(error)
            if mapped is error:
                raise
            raise mapped from error

    async def read(self, offer: EntityOffer, id: Any, *, actor: Any = None) -> Answer:
        """One entity in the shape that is offered."""
        offer.guard.check_actor(actor)
        now = self._clock.now()
        uow = self._unit(self._store, None, reading=True)
        entity = await uow.load(offer.entity, id)
        values = moment(actor, now)
        if entity is None or not all(c.holds(entity) for c in self._limits(offer, values)):
            raise NotFound(offer.entity.name, id)
        shown = offer.present(entity, values) if offer.present else entity
        return Answer(shown, id, uow.version_after_commit(entity))

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
        values = moment(actor, self._clock.now())
        wanted = [self._model.compare(offer.entity, f.path, f.operator, f.value) for f in filters]
        uow = self._unit(self._store, None, reading=True)
        page = await find_page(uow, offer.entity, [*self._limits(offer, values), *wanted], order_by, limit, after)
        return page if offer.present is None else _presented(page, {offer.entity: offer.present}, self._model, values)

    # Handling.

    async def _handle(self, plan: Plan, call: Call, offer: MessageOffer | None) -> Answer:
        if plan.handler.kind is HandlerKind.QUERY:
            return await self._attempt(plan, call, offer, self._store)
        attempt = 1
        while True:
            try:
                async with self._session(attempt) as session:
                    return await self._attempt(plan, call, offer, session)
            except Conflict as conflict:
                final = isinstance(conflict, (AlreadyExists, StillReferenced))
                if final or not plan.handler.pure or attempt == ATTEMPTS:
                    raise
            await asyncio.sleep(random.uniform(0, LONGEST_PAUSE * 2**attempt))  # noqa: S311 - jitter, no secret
            attempt += 1

    def _session(self, attempt: int) -> AbstractAsyncContextManager[Session]:
        return nullcontext(self._store) if attempt <= OPTIMISTIC_ATTEMPTS else self._store.locking()

    async def _attempt(self, plan: Plan, call: Call, offer: MessageOffer | None, session: Session) -> Answer:
        reading = plan.handler.kind is HandlerKind.QUERY
        uow = self._unit(session, call, reading=reading)
        async with self._container.scope(uow) as scope:
            message = type(call.message)
            if call.once and (before := await stored_answer(uow, call.once, message)):
                return before
            result = await plan.run(call.message, call, uow, scope)
            if reading:
                return self._answer(result, None, offer, call, uow)
            answer = self._answer(result, result, offer, call, uow)
            if call.once:
                store_answer(uow, call.once, message, answer, call.now)
            if call.once or not uow.held:
                await uow.commit()
            return answer

    def _answer(self, value: Any, entity: Any, offer: MessageOffer | None, call: Call, uow: EntityUnitOfWork) -> Answer:
        if offer is None:
            return Answer(value)
        presents = offer.presents or {}
        shown = _presented(value, presents, self._model, moment(call.actor, call.now)) if presents else value
        if entity is None or not self._model.is_entity(type(entity)):
            return Answer(shown)
        return Answer(shown, entity.id, uow.version_after_commit(entity))

    def _unit(self, session: Session, call: Call | None, *, reading: bool) -> EntityUnitOfWork:
        def keep(messages: Sequence[Any]) -> None:
            if call is not None:
                self._send(messages, call)

        return EntityUnitOfWork(session, self._model, self._clock, keep, reading=reading)

    # Messages that follow.

    def _send(self, messages: Sequence[Any], call: Call) -> None:
        heard = [m for m in messages if type(m) in self._plans.reactions or type(m) in self._plans.plans]
        if heard:
            cause, now = call.envelope, self._clock.now()
            self.delivery.send([Envelope(self._ids.new(), m, now, cause.correlation_id, cause.id) for m in heard])

    def _followers(self, envelope: Envelope) -> Sequence[Plan]:
        message = type(envelope.message)
        action = self._plans.plans.get(message)
        return (*self._plans.reactions.get(message, ()), *((action,) if action else ()))

    async def _follow(self, plan: Plan, envelope: Envelope) -> None:
        call = Call(envelope.message, None, self._clock.now(), self._ids, trusted=True, known_envelope=envelope)
        await self._handle(plan, call, None)

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


def _presented(value: Any, presents: Mapping[EntityType, Any], model: Model, values: Mapping[str, Any]) -> Any:
    """The value with every entity in it, alone or in a list or page, in the shape that is shown."""
    if isinstance(value, Page):
        return Page(tuple(_presented(item, presents, model, values) for item in value), value.next)
    if isinstance(value, (list, tuple)):
        return [_presented(item, presents, model, values) for item in value]
    if value is not None and model.is_entity(type(value)):
        present = presents.get(model.entity(type(value)))
        return present(value, values) if present else value
    return value
