"""A reference cannot be broken."""

import pytest

from atomos.core.domain.errors import StillReferenced
from atomos.core.ports.outgoing.store import Store
from atomos.testing.ids import SequentialIds
from atomos.testing.store_contract.changes import count, deleting, inserting, refused, together, updating
from atomos.testing.store_contract.domain import ACCOUNT, ENTRY, Account, Entry
from atomos.testing.store_contract.event_loop import in_event_loop
from atomos.testing.store_contract.features import Features


class References:
    """Entities that hold the ids of others."""

    @pytest.fixture(autouse=True)
    def _only_with_references(self, features: Features) -> None:
        if not features.references:
            pytest.skip("this store keeps no references")

    @in_event_loop
    async def test_the_entity_referred_to_must_exist(self, store: Store, ids: SequentialIds) -> None:
        await store.commit(inserting(account := Account(ids.new(), "Ada", 1), Entry(1, account.id), Entry(2, None)))
        error = await refused(store, inserting(Entry(3, ids.new())), StillReferenced)
        assert (error.what, error.fields) == ("entry", ("account_id",))
        error = await refused(store, updating(Entry(2, None, cause_id=9), "cause_id"), StillReferenced)
        assert (error.what, error.fields) == ("entry", ("cause_id",))
        assert await count(store, ENTRY) == 2

    @in_event_loop
    async def test_an_entity_that_is_referred_to_stays(self, store: Store, ids: SequentialIds) -> None:
        await store.commit(inserting(account := Account(ids.new(), "Ada", 1), Entry(1, account.id)))
        error = await refused(store, deleting(account), StillReferenced)
        assert (error.what, error.fields) == ("entry", ("account_id",))
        assert await count(store, ACCOUNT, ENTRY) == 2

    @in_event_loop
    async def test_an_entity_is_free_when_the_reference_is_gone(self, store: Store, ids: SequentialIds) -> None:
        await store.commit(
            inserting(account := Account(ids.new(), "Ada", 1), Entry(1, account.id), Entry(2, account.id))
        )
        await store.commit(updating(Entry(1, None), "account_id"))
        await store.commit(deleting(Entry(2, None)))
        await store.commit(deleting(account))
        assert await count(store, ACCOUNT, ENTRY) == 1

    @in_event_loop
    async def test_one_unit_of_work_may_insert_both_in_any_order(self, store: Store, ids: SequentialIds) -> None:
        account = Account(ids.new(), "Ada", 1)
        await store.commit(inserting(Entry(1, account.id, cause_id=2), Entry(2, None), account))
        assert await count(store, ACCOUNT, ENTRY) == 3

    @in_event_loop
    async def test_one_unit_of_work_may_delete_both_in_any_order(self, store: Store, ids: SequentialIds) -> None:
        account, entry = Account(ids.new(), "Ada", 1), Entry(1, None)
        entry.account_id = account.id
        await store.commit(inserting(account, entry))
        await store.commit(together(deleting(account), deleting(entry)))
        assert await count(store, ACCOUNT, ENTRY) == 0
