"""The store contract as its users run it: with pytest alone, and able to tell a good store from a bad one."""

import os
import re
import subprocess
import sys
from pathlib import Path

GOOD = """
from collections.abc import Callable

import pytest

from atomos.adapters.outgoing.memory import MemoryStore
from atomos.core.ports.outgoing.store import Store
from atomos.testing import Features, StoreContract
from atomos.testing.store_contract import ENTITY_TYPES


class TestGood(StoreContract):
    @pytest.fixture
    def features(self) -> Features:
        return Features(durable=False, shared=False, references=True, nested_paths=True)

    @pytest.fixture
    def new_store(self) -> Callable[[], Store]:
        return lambda: MemoryStore(ENTITY_TYPES)
"""
BAD = '''
import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from atomos.adapters.outgoing.memory import MemoryStore
from atomos.core.domain.errors import AtomosError
from atomos.core.ports.outgoing.store import Kept
from atomos.testing import Features, StoreContract
from atomos.testing.store_contract import ENTITY_TYPES


class Lending(MemoryStore):
    """Hands out its own entities."""

    def __init__(self, types):
        super().__init__(types)
        for table in self._image.tables:
            table.kept = lambda row: Kept(row.entity, row.version)


class Careless(MemoryStore):
    """Looks at no version."""

    async def commit(self, changes):
        updates = [replace(u, version=self.version(u, u.entity.id)) for u in changes.updates]
        deletes = [replace(d, version=self.version(d, d.id)) for d in changes.deletes]
        await super().commit(replace(changes, updates=updates, deletes=deletes))

    def version(self, change, id):
        return next((kept.version for kept in self._image.get(change.type, [id])), 0)


class Torn(MemoryStore):
    """Leaves what was done before the failure."""

    def __init__(self, types):
        super().__init__(types)
        self._image.undo = lambda steps: None


class Interruptible(MemoryStore):
    """Commits one entity after the other, and may be cancelled between them."""

    async def commit(self, changes):
        if len(changes.inserts) < 2:
            return await super().commit(changes)
        for insert in changes.inserts:
            await super().commit(replace(changes, inserts=[insert]))
            await asyncio.sleep(0)


class Ambiguous(MemoryStore):
    """Allows the same unique value twice."""

    def __init__(self, types):
        super().__init__(types)
        for table in self._image.tables:
            for lookup in table._lookups:
                lookup.refuses = lambda key: False


class Unlocked(MemoryStore):
    """Locks nothing."""

    @asynccontextmanager
    async def locking(self):
        yield self


class Skipping(MemoryStore):
    """Goes on behind all entities that are equal in the first key."""

    async def find(self, type, query):
        if query.after is not None:
            query = replace(query, order=query.order[:1], after=query.after[:1])
        return await super().find(type, query)


class Silent(MemoryStore):
    """Swallows what is wrong."""

    async def commit(self, changes):
        try:
            await super().commit(changes)
        except AtomosError:
            pass


class Forgetful(MemoryStore):
    """Says that it is durable."""


def contract(store, **features):
    class Contract(StoreContract):
        @pytest.fixture
        def features(self):
            return Features(**({"durable": False, "shared": False} | features))

        @pytest.fixture
        def new_store(self):
            return lambda: store(ENTITY_TYPES)

    return Contract


TestLending = contract(Lending)
TestCareless = contract(Careless)
TestTorn = contract(Torn)
TestInterruptible = contract(Interruptible)
TestAmbiguous = contract(Ambiguous)
TestUnlocked = contract(Unlocked)
TestSkipping = contract(Skipping)
TestSilent = contract(Silent)
TestForgetful = contract(Forgetful, durable=True)
'''
EXPECTED = {
    "Lending": "test_what_was_read_is_the_readers_own",
    "Careless": "test_no_increment_is_lost",
    "Torn": "test_a_unit_of_work_that_fails_leaves_nothing",
    "Interruptible": "test_a_cancelled_unit_of_work_is_whole_or_not_there",
    "Ambiguous": "test_of_several_rivals_one_gets_the_unique_value",
    "Unlocked": "test_locks_let_one_after_the_other_through",
    "Skipping": "test_pages_together_are_the_whole_in_order",
    "Silent": "test_a_stale_version_is_a_conflict",
    "Forgetful": "test_what_was_committed_is_found_by_the_next_store",
}


def run(folder: Path, source: str, *options: str) -> str:
    """What pytest prints about the tests in the source, without any plugin."""
    (folder / "test_mine.py").write_text(source)
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--tb=no", "-p", "no:cacheprovider", *options, "test_mine.py"],
        cwd=folder,
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.stdout + ran.stderr


def test_pytest_alone_runs_it(tmp_path: Path) -> None:
    printed = run(tmp_path, GOOD, "-W", "error")
    assert re.search(r"^\d{3} passed, 2 skipped in", printed, re.MULTILINE), printed


def test_it_catches_every_bad_store(tmp_path: Path) -> None:
    printed = run(tmp_path, BAD, "-k", " or ".join(EXPECTED.values()))
    failed = set(re.findall(r"^FAILED test_mine\.py::Test(\w+::\w+)", printed, re.MULTILINE))
    missed = {store: test for store, test in EXPECTED.items() if f"{store}::{test}" not in failed}
    assert not missed, printed
