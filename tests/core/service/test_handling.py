"""How often a plan is run after a lost race, and when it locks."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from atomos import Clock, Conflict, Ids, anyone
from atomos.adapters.outgoing.memory import MemoryStore
from atomos.core.domain.entity import EntityType
from atomos.core.ports.outgoing.store import Changes, Insert, Kept, Session
from atomos.core.service.bus import Bus, Compiled
from atomos.core.service.mapping import ErrorMapping
from atomos.core.wiring.wire import wire
from atomos.storage.messages import JsonMessages
from atomos.testing import FixedClock, SequentialIds
from services import service_of


@dataclass
class Counter:
    id: UUID
    count: int = 0


@dataclass(frozen=True)
class Increment:
    counter_id: UUID


class CountingStore(MemoryStore):
    """A store in memory that counts how it is asked, and loses the first so many races."""

    def __init__(self, entity_types: Sequence[EntityType], races: int) -> None:
        super().__init__(entity_types)
        self.races = races
        self.loads = 0
        self.locks = 0

    async def get(self, entity_type: EntityType, ids: Sequence[Any]) -> list[Kept]:
        self.loads += 1
        return await super().get(entity_type, ids)

    @asynccontextmanager
    async def locking(self) -> AsyncIterator[Session]:
        self.locks += 1
        async with super().locking() as session:
            yield session

    async def _apply(self, changes: Changes) -> None:
        if changes.updates and self.races:
            self.races -= 1
            raise Conflict
        await super()._apply(changes)


def increment(command: Increment, counter: Counter) -> None:
    counter.count += 1


async def incremented(races: int) -> tuple[CountingStore, Any]:
    """A store with one counter, after an increment that lost so many races; and the counter in it."""
    service = service_of(increment)
    service.offer(Increment, to=anyone)
    clock, ids = FixedClock(), SequentialIds()
    wiring = wire(service._declaration, {Clock: clock, Ids: ids})
    offers, mapping = wiring.message_offers, ErrorMapping({})
    compiled = Compiled(wiring.plans, wiring.reactions, offers, wiring.model, wiring.container, mapping)
    store = CountingStore(wiring.entities, races)
    kept = wiring.model.entity(Counter)
    await store.commit(Changes(datetime(2026, 1, 1, tzinfo=UTC), [Insert(kept, Counter(UUID(int=1)))]))
    bus = Bus(compiled, store, JsonMessages([Increment]), clock, ids)
    await bus.execute(Increment(UUID(int=1)))
    (found,) = await MemoryStore.get(store, kept, [UUID(int=1)])
    return store, found.entity


@pytest.mark.parametrize(("races", "loads", "locks"), [(0, 1, 0), (1, 2, 0), (2, 2, 1), (3, 2, 2)])
async def test_the_last_attempts_lock_what_they_read(races: int, loads: int, locks: int) -> None:
    store, counter = await incremented(races)
    assert (store.loads, store.locks, counter.count) == (loads, locks, 1)


async def test_a_race_that_is_lost_in_spite_of_locks_is_a_conflict() -> None:
    with pytest.raises(Conflict):
        await incremented(races=4)
