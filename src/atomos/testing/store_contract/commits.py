"""A commit is guarded, and applied whole or not at all."""

from atomos.core.domain.errors import AlreadyExists, Conflict
from atomos.core.ports.outgoing.store import Changes, Store
from atomos.testing.ids import SequentialIds
from atomos.testing.store_contract.changes import (
    AT,
    count,
    deleting,
    inserting,
    kept,
    refused,
    together,
    updating,
)
from atomos.testing.store_contract.domain import (
    ACCOUNT,
    ENTITY_TYPES,
    SPECIMEN,
    VEHICLE,
    Account,
    Car,
    Specimen,
    Vehicle,
)
from atomos.testing.store_contract.event_loop import in_event_loop


class Commits:
    """Inserts, updates and deletes; their versions; units of work that fail."""

    @in_event_loop
    async def test_an_empty_unit_of_work_changes_nothing(self, store: Store) -> None:
        await store.commit(Changes(AT))
        assert await count(store, *ENTITY_TYPES) == 0

    @in_event_loop
    async def test_each_commit_of_an_entity_is_a_version(self, store: Store, ids: SequentialIds) -> None:
        await store.commit(inserting(account := Account(ids.new(), "Ada", 1)))
        versions = []
        for balance in (10, 20):
            found = await kept(store, account)
            versions.append(found.version)
            found.entity.balance = balance
            await store.commit(updating(found.entity, "balance", version=found.version))
        last = await kept(store, account)
        assert (*versions, last.version, last.entity.balance) == (1, 2, 3, 20)

    @in_event_loop
    async def test_only_the_fields_that_are_named_are_written(self, store: Store, ids: SequentialIds) -> None:
        await store.commit(inserting(account := Account(ids.new(), "Ada", 1)))
        account.balance, account.owner = 10, "Eve"
        await store.commit(updating(account, "balance"))
        found = await kept(store, account)
        assert found.entity == Account(account.id, "Ada", 1, balance=10)

    @in_event_loop
    async def test_what_was_deleted_is_gone_and_its_id_is_free(self, store: Store, ids: SequentialIds) -> None:
        await store.commit(inserting(account := Account(ids.new(), "Ada", 1)))
        await store.commit(deleting(account))
        assert await store.get(ACCOUNT, [account.id]) == []
        await store.commit(inserting(account))
        found = await kept(store, account)
        assert found.version == 1

    @in_event_loop
    async def test_several_entities_are_one_unit_of_work(self, store: Store, ids: SequentialIds) -> None:
        changed, removed = Account(ids.new(), "Ada", 1), Account(ids.new(), "Ada", 2)
        await store.commit(inserting(changed, removed))
        changed.balance = 5
        added = Specimen(ids.new()), Car(ids.new(), "Beetle")
        await store.commit(together(inserting(*added), updating(changed, "balance"), deleting(removed)))
        found = await kept(store, changed)
        assert found.entity.balance == 5
        assert await count(store, SPECIMEN, ACCOUNT, VEHICLE) == 3

    @in_event_loop
    async def test_only_those_that_exist_are_found_by_id(self, store: Store, ids: SequentialIds) -> None:
        accounts = [Account(ids.new(), "Ada", number) for number in range(3)]
        await store.commit(inserting(*accounts))
        found = await store.get(ACCOUNT, [accounts[2].id, ids.new(), accounts[0].id])
        assert {each.entity.number for each in found} == {0, 2}
        assert await store.get(ACCOUNT, []) == []

    @in_event_loop
    async def test_a_stale_version_is_a_conflict(self, store: Store, ids: SequentialIds) -> None:
        await store.commit(inserting(account := Account(ids.new(), "Ada", 1)))
        account.balance = 1
        await store.commit(updating(account, "balance"))
        account.balance = 2
        for stale in (updating(account, "balance"), deleting(account)):
            await refused(store, stale, Conflict)
        found = await kept(store, account)
        assert (found.entity.balance, found.version) == (1, 2)

    @in_event_loop
    async def test_what_is_gone_is_a_conflict(self, store: Store, ids: SequentialIds) -> None:
        gone = Account(ids.new(), "Ada", 1)
        for late in (updating(gone, "balance"), deleting(gone)):
            await refused(store, late, Conflict)
        assert await count(store, ACCOUNT) == 0

    @in_event_loop
    async def test_a_unit_of_work_that_fails_leaves_nothing(self, store: Store, ids: SequentialIds) -> None:
        first, second = Account(ids.new(), "Ada", 1, email="ada@example.org"), Account(ids.new(), "Bob", 2)
        await store.commit(inserting(first, second))
        first.balance = 7
        whole = together(inserting(Car(ids.new(), "Beetle")), updating(first, "balance"), deleting(second))
        last = Account(ids.new(), "Eve", 3, email="ada@example.org")
        for failing, error in (
            (inserting(second), AlreadyExists),
            (inserting(last), AlreadyExists),
            (updating(Specimen(ids.new()), "text"), Conflict),
            (deleting(last), Conflict),
        ):
            await refused(store, together(whole, failing), error)
            found = [await kept(store, account) for account in (first, second)]
            assert [(each.version, each.entity.balance) for each in found] == [(1, 0), (1, 0)]
            assert await count(store, *ENTITY_TYPES) == 2

    @in_event_loop
    async def test_variants_come_back_as_what_they_were(self, store: Store, ids: SequentialIds) -> None:
        vehicles = [Vehicle(ids.new(), "Cart"), Car(ids.new(), "Beetle", seats=2)]
        await store.commit(inserting(*vehicles))
        found = {each.entity.id: each.entity for each in await store.get(VEHICLE, [v.id for v in vehicles])}
        assert [found[vehicle.id] for vehicle in vehicles] == vehicles
        assert not hasattr(found[vehicles[0].id], "seats")
        await store.commit(updating(Car(vehicles[1].id, "Bug", seats=5), "name", "seats"))
        changed = await kept(store, vehicles[1])
        assert changed.entity == Car(vehicles[1].id, "Bug", seats=5)


class UniqueValues:
    """Ids and unique indexes."""

    @in_event_loop
    async def test_an_id_exists_once(self, store: Store, ids: SequentialIds) -> None:
        await store.commit(inserting(account := Account(ids.new(), "Ada", 1)))
        error = await refused(store, inserting(Account(account.id, "Bob", 2)), AlreadyExists)
        assert (error.what, error.fields) == ("account", ("id",))
        twice = Account(ids.new(), "Bob", 2), Account(ids.new(), "Eve", 3)
        twice[1].id = twice[0].id
        await refused(store, inserting(*twice), AlreadyExists)
        assert await count(store, ACCOUNT) == 1

    @in_event_loop
    async def test_a_unique_value_exists_once(self, store: Store, ids: SequentialIds) -> None:
        await store.commit(inserting(Account(ids.new(), "Ada", 1, email="ada@example.org")))
        error = await refused(store, inserting(Account(ids.new(), "Bob", 2, email="ada@example.org")), AlreadyExists)
        assert (error.what, error.fields) == ("account", ("email",))
        assert await count(store, ACCOUNT) == 1

    @in_event_loop
    async def test_values_may_be_unique_together(self, store: Store, ids: SequentialIds) -> None:
        await store.commit(inserting(Account(ids.new(), "Ada", 1), Account(ids.new(), "Ada", 2)))
        error = await refused(store, inserting(Account(ids.new(), "Ada", 2)), AlreadyExists)
        assert (error.what, error.fields) == ("account", ("owner", "number"))

    @in_event_loop
    async def test_an_update_into_a_taken_value_isrefused(self, store: Store, ids: SequentialIds) -> None:
        first, second = (Account(ids.new(), name, 1, email=name) for name in ("Ada", "Bob"))
        await store.commit(inserting(first, second))
        second.email = "Ada"
        error = await refused(store, updating(second, "email"), AlreadyExists)
        assert error.fields == ("email",)
        found = await kept(store, second)
        assert (found.entity.email, found.version) == ("Bob", 1)

    @in_event_loop
    async def test_absent_values_are_equal_to_nothing(self, store: Store, ids: SequentialIds) -> None:
        await store.commit(inserting(*(Account(ids.new(), "Ada", n, email=None) for n in range(3))))
        assert await count(store, ACCOUNT) == 3

    @in_event_loop
    async def test_a_unique_value_is_free_when_its_owner_let_it_go(self, store: Store, ids: SequentialIds) -> None:
        first, second = (Account(ids.new(), name, 1, email=name) for name in ("Ada", "Bob"))
        await store.commit(inserting(first, second))
        first.email = None
        await store.commit(together(updating(first, "email"), deleting(second)))
        await store.commit(inserting(*(Account(ids.new(), "Eve", n, email=n_) for n, n_ in enumerate(("Ada", "Bob")))))
        assert await count(store, ACCOUNT) == 3
