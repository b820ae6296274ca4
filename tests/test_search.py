"""Search as a service declares it."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest

from atomos import Faulty, Found, Search, Service, Settings, anyone
from atomos.core.service.searching import reindex
from atomos.migrations import make, sync


@dataclass
class Note:
    id: UUID
    text: str
    colour: str = "white"


@dataclass(frozen=True)
class AddNote:
    text: str
    colour: str = "white"


@dataclass(frozen=True)
class PaintNote:
    words: str
    colour: str


@dataclass(frozen=True)
class FindNotes:
    words: str


def add_note(command: AddNote, new_id: UUID) -> Note:
    return Note(new_id, command.text, command.colour)


async def paint_note(command: PaintNote, notes: Search[Note]) -> None:
    for note in await notes.find(command.words):
        note.colour = command.colour


async def find_notes(query: FindNotes, notes: Search[Note]) -> Found[Note]:
    return await notes.find(query.words)


def service(*, searched: bool = True) -> Service:
    made = Service("notes")
    made.include(__name__)
    made.offer(AddNote, PaintNote, FindNotes, Note, to=anyone)
    if searched:
        made.search(Note, text={"text": 1.0}, facets=["colour"])
    return made


@pytest.fixture(params=["memory://", "sqlite"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'notes.db'}" if request.param == "sqlite" else request.param


async def test_what_a_search_finds_belongs_to_the_unit_of_work(url: str) -> None:
    application = service().build(Settings(database_url=url))
    application.migrate()
    async with application:
        await application.execute(AddNote("Buy milk"))
        await application.execute(PaintNote("milk", "red"))
        found = await application.execute(FindNotes("milk"))
    assert [note.colour for note in found] == ["red"]
    assert found.facets == {"colour": {"red": 1}}


async def test_a_search_declared_later_finds_what_was_there_before(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'notes.db'}")
    application = service().build(settings)
    application.migrate()
    async with application:
        await application.execute(AddNote("Buy milk"))
    changed = service()
    changed.search(Note, text={"text": 2.0})
    application = changed.build(settings)
    assert any("create search index" in each for each in application.migrate())
    async with application:
        assert len(await application.execute(FindNotes("milk"))) == 1
        assert await reindex(application.store, application.manifest.entities) == {"notes": 0}


def test_a_search_that_nobody_declared_is_a_fault() -> None:
    with pytest.raises(Faulty) as faulty:
        service(searched=False).build(Settings(database_url="memory://"))
    assert {fault.code for fault in faulty.value.faults} >= {"unknown-search"}


def test_faults_of_a_declaration_are_told_together() -> None:
    made = service()
    made.search(Note, text={"body": 1.0, "text": 0}, facets=["size"])
    with pytest.raises(Faulty) as faulty:
        made.build(Settings(database_url="memory://"))
    told = [fault.message for fault in faulty.value.faults if fault.code.startswith("search-")]
    assert told == [
        "a weight of 0 counts for nothing",
        "Note has no body to search by",
        "Note has no size to search by",
    ]


def test_a_migration_creates_the_index_and_a_later_one_replaces_it(tmp_path: Path) -> None:
    entities = service().build(Settings(database_url="memory://")).manifest.entities
    first = make(tmp_path, entities)
    assert first is not None
    assert "create_search_index(" in first.read_text()
    changed = service()
    changed.search(Note, text={"text": 2.0})
    second = make(tmp_path, changed.build(Settings(database_url="memory://")).manifest.entities)
    assert second is not None
    assert second.name == "0002_search_notes.py"
    assert "drop_search_index(" in second.read_text()


def test_a_second_sync_changes_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'notes.db'}"
    entities = service().build(Settings(database_url="memory://")).manifest.entities
    sync(url, entities)
    assert sync(url, entities) == ()
