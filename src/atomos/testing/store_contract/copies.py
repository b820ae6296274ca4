"""Every entity that a read returns is the caller's own."""

from atomos.core.ports.outgoing.store import Query, Store
from atomos.testing.ids import SequentialIds
from atomos.testing.store_contract.changes import inserting, kept, updating
from atomos.testing.store_contract.domain import ACCOUNT, SPECIMEN, Account, Specimen
from atomos.testing.store_contract.event_loop import in_event_loop


class Copies:
    """What goes in and what comes out shares nothing with what is kept."""

    @in_event_loop
    async def test_what_was_inserted_is_not_changed_from_outside(self, store: Store, ids: SequentialIds) -> None:
        specimen = Specimen(ids.new(), tags=["kept"], counts={"kept": 1})
        await store.commit(inserting(specimen))
        specimen.tags.append("forgotten")
        specimen.counts["kept"] = 2
        specimen.text = "forgotten"
        found = await kept(store, specimen)
        assert found.entity == Specimen(specimen.id, tags=["kept"], counts={"kept": 1})

    @in_event_loop
    async def test_what_was_updated_is_not_changed_from_outside(self, store: Store, ids: SequentialIds) -> None:
        specimen = Specimen(ids.new())
        await store.commit(inserting(specimen))
        specimen.tags = ["kept"]
        await store.commit(updating(specimen, "tags"))
        specimen.tags.append("forgotten")
        found = await kept(store, specimen)
        assert found.entity.tags == ["kept"]

    @in_event_loop
    async def test_what_was_read_is_the_readers_own(self, store: Store, ids: SequentialIds) -> None:
        await store.commit(inserting(original := Specimen(ids.new(), tags=["kept"])))
        for found in [*await store.get(SPECIMEN, [original.id]), *await store.find(SPECIMEN, Query())]:
            found.entity.tags.append("forgotten")
            found.entity.text = "forgotten"
        again = [*await store.get(SPECIMEN, [original.id]), *await store.find(SPECIMEN, Query())]
        assert [found.entity for found in again] == [original, original]

    @in_event_loop
    async def test_events_are_not_kept(self, store: Store, ids: SequentialIds) -> None:
        await store.commit(inserting(account := Account(ids.new(), "Ada", 1, events=["opened"])))
        found = [*await store.get(ACCOUNT, [account.id]), *await store.find(ACCOUNT, Query())]
        assert [each.entity.events for each in found] == [[], []]
        found[0].entity.events.append("closed")
        again = await kept(store, account)
        assert again.entity.events == []
