"""Opening, closing, and what is there afterwards."""

from collections.abc import Callable

import pytest

from atomos.core.domain.errors import AlreadyExists, Conflict
from atomos.core.ports.outgoing.store import Store
from atomos.testing.ids import SequentialIds
from atomos.testing.store_contract.changes import (
    count,
    deleting,
    inserting,
    kept,
    refused,
    together,
    updating,
)
from atomos.testing.store_contract.domain import ACCOUNT, ENTITY_TYPES, Account, Car, Entry, Specimen
from atomos.testing.store_contract.event_loop import in_event_loop
from atomos.testing.store_contract.features import Features
from atomos.testing.store_contract.values import GOOD


class Lifetime:
    """One store after another, and beside another."""

    @in_event_loop
    async def test_a_store_may_be_closed_twice_and_unopened(self, new_store: Callable[[], Store]) -> None:
        await new_store().close()
        store = new_store()
        await store.open()
        await store.close()
        await store.close()

    @in_event_loop
    async def test_a_store_says_itself_whether_it_is_durable(
        self, new_store: Callable[[], Store], features: Features
    ) -> None:
        assert new_store().durable == features.durable

    @in_event_loop
    async def test_a_store_may_be_opened_again(self, new_store: Callable[[], Store]) -> None:
        store = new_store()
        for _ in range(2):
            await store.open()
            assert await count(store, *ENTITY_TYPES) == 0
            await store.close()

    @in_event_loop
    async def test_what_was_committed_is_found_by_the_next_store(
        self, new_store: Callable[[], Store], features: Features, ids: SequentialIds
    ) -> None:
        if not features.durable:
            pytest.skip("this store forgets")
        account, specimen = Account(ids.new(), "Ada", 1), Specimen(ids.new())
        for field, value in GOOD:
            setattr(specimen, field, value)
        removed, entry, car = Car(ids.new(), "Bug"), Entry(1, account.id), Car(ids.new(), "Beetle", seats=2)
        first = new_store()
        await first.open()
        await first.commit(inserting(account, specimen, removed, entry, car))
        account.balance = 7
        await first.commit(together(updating(account, "balance"), deleting(removed)))
        await refused(first, together(inserting(Car(ids.new(), "Mini")), updating(car, "name", version=9)), Conflict)
        await first.close()

        second = new_store()
        await second.open()
        found = [await kept(second, entity) for entity in (account, specimen, entry, car)]
        assert [each.entity for each in found] == [account, specimen, entry, car]
        assert [each.version for each in found] == [2, 1, 1, 1]
        assert await count(second, *ENTITY_TYPES) == 4
        await refused(second, inserting(Account(ids.new(), "Ada", 1)), AlreadyExists)
        await second.close()

    @in_event_loop
    async def test_two_stores_over_one_place_see_each_other(
        self, store: Store, new_store: Callable[[], Store], features: Features, ids: SequentialIds
    ) -> None:
        if not features.shared:
            pytest.skip("this store has its place to itself")
        other = new_store()
        await other.open()
        await store.commit(inserting(account := Account(ids.new(), "Ada", 1)))
        account.balance = 1
        await other.commit(updating(account, "balance"))
        await refused(store, updating(account, "balance"), Conflict)
        assert (await kept(store, account)).entity == (await kept(other, account)).entity
        await refused(other, inserting(Account(ids.new(), "Ada", 1)), AlreadyExists)
        assert await count(store, ACCOUNT) == await count(other, ACCOUNT) == 1
        await other.close()
