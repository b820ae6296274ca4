"""A crash, or a disk that refuses, leaves a commit whole or not there."""

import asyncio
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from atomos.adapters.outgoing.csv import CsvStore
from atomos.core.domain.errors import Unavailable
from atomos.core.ports.outgoing.store import Changes, Insert, Query
from atomos.core.wiring.entity import read_entity

AT = datetime(2024, 2, 29, tzinfo=UTC)
WRITER = """
import asyncio, sys
from pathlib import Path

sys.path.insert(0, sys.argv[1])
from test_csv_crash import both, opened

async def write():
    store = await opened(Path(sys.argv[2]))
    for number in range(int(sys.argv[3]), 1_000_000):
        await store.commit(both(number))
        print(number, flush=True)

asyncio.run(write())
"""


@dataclass
class Cat:
    id: int


@dataclass
class Dog:
    id: int


CAT, DOG = read_entity(Cat), read_entity(Dog)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def both(number: int) -> Changes:
    return Changes(AT, inserts=[Insert(CAT, Cat(number)), Insert(DOG, Dog(number))])


async def opened(folder: Path) -> CsvStore:
    store = CsvStore(folder, [CAT, DOG])
    await store.open()
    return store


async def ids(folder: Path) -> tuple[list[Any], list[Any]]:
    store = await opened(folder)
    cats, dogs = [[kept.entity.id for kept in await store.find(each, Query())] for each in (CAT, DOG)]
    await store.close()
    return cats, dogs


async def test_a_commit_that_was_not_reached_is_dropped(tmp_path: Path) -> None:
    (tmp_path / ".cats.csv.new").write_text("id\n1\n")
    (tmp_path / ".dogs.csv.new").write_text("id\n")
    (tmp_path / "..commit.new").write_text("cats.csv")
    assert await ids(tmp_path) == ([], [])
    assert names(tmp_path) == [".lock", "cats.csv", "dogs.csv"]


async def test_a_commit_that_was_reached_is_completed(tmp_path: Path) -> None:
    (tmp_path / "cats.csv").write_text("id\n1\n")
    (tmp_path / ".dogs.csv.new").write_text("id\n1\n")
    (tmp_path / ".commit").write_text("cats.csv\ndogs.csv")
    assert await ids(tmp_path) == ([1], [1])
    assert names(tmp_path) == [".lock", "cats.csv", "dogs.csv"]


async def test_a_commit_cancelled_while_it_is_written_is_done_whole(tmp_path: Path) -> None:
    store = await opened(tmp_path)
    task = asyncio.create_task(store.commit(both(1)))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await store.count(CAT, ()) == 1
    await store.close()
    assert await ids(tmp_path) == ([1], [1])


async def test_a_write_that_fails_early_changes_nothing(tmp_path: Path) -> None:
    store = await opened(tmp_path)
    (tmp_path / ".dogs.csv.new").mkdir()
    with pytest.raises(Unavailable) as caught:
        await store.commit(both(1))
    assert str(caught.value) == f"the folder {tmp_path} cannot be written: Is a directory"
    assert await store.count(CAT, ()) == 0
    (tmp_path / ".dogs.csv.new").rmdir()
    await store.commit(both(2))
    await store.close()
    assert await ids(tmp_path) == ([2], [2])


async def test_a_write_that_fails_halfway_stops_the_store_until_it_is_opened_again(tmp_path: Path) -> None:
    store = await opened(tmp_path)
    (tmp_path / ".commit").mkdir()
    with pytest.raises(Unavailable, match="cannot be written"):
        await store.commit(both(1))
    (tmp_path / ".commit").rmdir()
    with pytest.raises(Unavailable) as caught:
        await store.commit(both(2))
    told = "has failed halfway; restart to complete it"
    assert str(caught.value) == f"a write to the folder {tmp_path} {told}"
    await store.close()
    await store.open()
    await store.commit(both(3))
    await store.close()
    assert await ids(tmp_path) == ([3], [3])


def write_until_killed(folder: Path, first: int, commits: int) -> int:
    """The last number that was acknowledged by a process that was killed after so many commits at least."""
    arguments = [str(Path(__file__).parent), str(folder), str(first)]
    writer = subprocess.Popen([sys.executable, "-c", WRITER, *arguments], stdout=subprocess.PIPE, text=True)
    with writer:
        assert writer.stdout is not None
        for _ in range(commits):
            writer.stdout.readline()
        writer.kill()
        return max(map(int, writer.stdout), default=first + commits - 1)


async def test_killed_at_any_moment_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    acknowledged = -1
    for commits in (1, 7, 20):
        acknowledged = write_until_killed(tmp_path, acknowledged + 2, commits)
        cats, dogs = await ids(tmp_path)
        assert cats == dogs
        assert acknowledged in cats
