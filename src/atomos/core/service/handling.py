"""Handling: one plan in one unit of work, tried again after a lost race."""

import asyncio
import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from atomos.core.domain.entity import EntityType
from atomos.core.domain.errors import AlreadyExists, Conflict, StillReferenced
from atomos.core.domain.page import Page
from atomos.core.ports.incoming.door import Answer, Once
from atomos.core.ports.incoming.guard import moment
from atomos.core.ports.incoming.handler import HandlerKind, Plan
from atomos.core.ports.incoming.offer import MessageOffer, Present
from atomos.core.ports.outgoing.store import Session, Store
from atomos.core.service.answers import store_answer, stored_answer
from atomos.core.service.call import Call
from atomos.core.service.container import Container
from atomos.core.service.model import Model
from atomos.core.service.unit_of_work import EntityUnitOfWork, Outlet

ATTEMPTS = 4
"""How often a pure function is run before a lost race becomes a Conflict: once, and three times again."""

OPTIMISTIC_ATTEMPTS = 2
"""After so many lost races an attempt locks what it reads."""

LONGEST_PAUSE = 0.05
"""Seconds: the pause before an attempt is random between zero and this, doubled with each (full jitter)."""


class Handling:
    """Runs plans against a store. Lives as long as the application."""

    def __init__(self, model: Model, store: Store, container: Container, outlet: Outlet) -> None:
        self._model = model
        self._store = store
        self._container = container
        self._outlet = outlet

    async def handle(self, plan: Plan, call: Call, offer: MessageOffer | None = None) -> Answer:
        try:
            return await self._attempt(plan, call, offer, self._store)
        except Conflict as conflict:
            if not _worth_another(plan, conflict):
                raise
        return await self._again(plan, call, offer)

    async def _again(self, plan: Plan, call: Call, offer: MessageOffer | None) -> Answer:
        """The attempts after a lost race; the late ones lock what they read."""
        for attempt in range(2, ATTEMPTS + 1):
            await asyncio.sleep(random.uniform(0, LONGEST_PAUSE * 2 ** (attempt - 2)))  # noqa: S311 - jitter, no secret
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
        if before := await stored_answer(uow, once, call):
            return before
        entity = await self._run(plan, call, uow)
        shown = self._shown(entity, offer, call)
        answer = Answer(shown) if entity is None else Answer(shown, entity.id, uow.version_after_commit(entity))
        store_answer(uow, once, call, answer)
        try:
            await uow.commit()
        except AlreadyExists:
            looking = EntityUnitOfWork(self._store, self._model, call)
            if other := await stored_answer(looking, once, call):
                return other  # the same request, sent twice at once: the other one was first
            raise
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
            uow.record(*told(plan, result, self._model))
            return None
        if not self._container.scoped:
            return await plan.run(call.message, call, uow, None)
        async with self._container.scope(uow) as scope:
            return await plan.run(call.message, call, uow, scope)

    def _shown(self, value: Any, offer: MessageOffer | None, call: Call) -> Any:
        if offer is None or not offer.presents or value is None:
            return value
        return presented(value, offer.presents, self._model, moment(call.actor, call.now))


def _worth_another(plan: Plan, conflict: Conflict) -> bool:
    """Whether the same attempt might end differently, and does nothing twice: a plain function that lost a race."""
    return plan.handler.pure and not isinstance(conflict, (AlreadyExists, StillReferenced))


def told(plan: Plan, result: Any, model: Model) -> tuple[Any, ...]:
    """The messages that a light plan returned. Raises: TypeError, for an entity that nobody would keep."""
    if result is None:
        return ()
    messages = tuple(_flat(result)) if isinstance(result, (tuple, list)) else (result,)
    for message in messages:
        if model.is_entity(type(message)):
            name = type(message).__name__
            raise TypeError(f"{plan.handler.name} returns a {name}, which its return annotation does not name")
    return messages


def presented(value: Any, presents: Mapping[EntityType, Present], model: Model, values: Mapping[str, Any]) -> Any:
    """The value with every entity in it, alone or in a list or page, in the shape that is shown."""
    if isinstance(value, Page):
        return replace(value, items=tuple(presented(item, presents, model, values) for item in value))
    if isinstance(value, (list, tuple)):
        return [presented(item, presents, model, values) for item in value]
    if value is not None and model.is_entity(type(value)):
        present = presents.get(model.entity(type(value)))
        return present(value, values) if present else value
    return value


def _flat(result: Any) -> Iterator[Any]:
    """The messages in what a handler returned."""
    if isinstance(result, (tuple, list)):
        for item in result:
            yield from _flat(item)
    elif result is not None:
        yield result
