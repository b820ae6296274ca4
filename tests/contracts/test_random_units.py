"""Random units of work: every store does what a dictionary would do, and refuses what it would refuse."""

import asyncio
from copy import deepcopy
from dataclasses import dataclass, field
from tempfile import TemporaryDirectory
from types import NoneType
from typing import Any, TypeAlias
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from atomos.adapters.outgoing.csv import CsvStore
from atomos.adapters.outgoing.memory import MemoryStore
from atomos.core.domain.errors import Conflict
from atomos.core.ports.outgoing.store import Changes, Query, Store
from atomos.testing.store_contract.changes import deleting, inserting, together, updating
from atomos.testing.store_contract.domain import ACCOUNT, ENTITY_TYPES, ENTRY, Account, Entry
from profiles import examples

FIELDS = {each.cls: tuple(f.name for f in each.fields) for each in (ACCOUNT, ENTRY)}

Held: TypeAlias = dict[tuple[type, Any], tuple[Any, int]]


@dataclass
class Model:
    """What a store holds: an entity and its version under each class and id."""

    held: Held = field(default_factory=dict)

    def refuses(self, changes: Changes) -> bool:
        """Whether the changes are refused, and not applied."""
        try:
            self.held = self._applied(changes)
        except Conflict:
            return True
        return False

    def _applied(self, changes: Changes) -> Held:
        draft = deepcopy(self.held)
        for insert in changes.inserts:
            key = type(insert.entity), insert.entity.id
            self._require(key not in draft)
            draft[key] = deepcopy(insert.entity), 1
            self._check_unique(draft)
        for update in changes.updates:
            key = type(update.entity), update.entity.id
            self._require(draft.get(key, (None, 0))[1] == update.version)
            draft[key] = deepcopy(update.entity), update.version + 1
            self._check_unique(draft)
        for delete in changes.deletes:
            self._require(draft.get((delete.type.cls, delete.id), (None, 0))[1] == delete.version)
            del draft[delete.type.cls, delete.id]
        self._check_references(draft)
        return draft

    def _check_unique(self, held: Held) -> None:
        emails = [e.email for e, _ in held.values() if isinstance(e, Account) and e.email is not None]
        self._require(len(emails) == len(set(emails)))

    def _check_references(self, held: Held) -> None:
        for entity, _ in held.values():
            if isinstance(entity, Entry):
                self._require(entity.account_id is None or (Account, entity.account_id) in held)
                self._require(entity.cause_id is None or (Entry, entity.cause_id) in held)

    def _require(self, condition: bool) -> None:
        if not condition:
            raise Conflict


few = st.integers(1, 3)
accounts = st.builds(
    lambda number, email, balance: Account(UUID(int=number), "Ada", number, balance, email),
    few,
    st.none() | st.sampled_from(["a", "b"]),
    few,
)
entries = st.builds(
    lambda id, account, cause: Entry(id, account and UUID(int=account), cause_id=cause),
    few,
    st.none() | few,
    st.none() | few,
)
entities = accounts | entries
steps = st.one_of(
    entities.map(inserting),
    st.builds(lambda e, version: updating(e, *FIELDS[type(e)], version=version), entities, few),
    st.builds(deleting, entities, few),
)
units = st.lists(st.lists(steps, min_size=1, max_size=3).map(lambda parts: together(*parts)), max_size=12)


async def holds(store: Store) -> Held:
    found = [kept for each in (ACCOUNT, ENTRY) for kept in await store.find(each, Query())]
    return {(type(kept.entity), kept.entity.id): (kept.entity, kept.version) for kept in found}


async def compare(store: Store, work: list[Changes]) -> None:
    model = Model()
    await store.open()
    for changes in work:
        (outcome,) = await asyncio.gather(store.commit(changes), return_exceptions=True)
        assert isinstance(outcome, Conflict if model.refuses(changes) else NoneType)
        assert await holds(store) == model.held
    await store.close()
    await store.open()
    assert await holds(store) == model.held
    await store.close()


@given(units)
def test_the_store_in_memory_does_as_a_dictionary_would(work: list[Changes]) -> None:
    asyncio.run(compare(MemoryStore(ENTITY_TYPES), work))


@given(units)
@examples(10, nightly=200)  # it waits for a disk
def test_the_store_in_files_does_as_a_dictionary_would(work: list[Changes]) -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(compare(CsvStore(folder, ENTITY_TYPES), work))
