"""An event with a listener is a row in the commit that caused it, until it was followed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from atomos import Application, Envelope, Settings, anyone
from atomos.core.ports.outgoing.store import Changes, Insert, Query
from atomos.core.service.outbox import AtomosMessage
from atomos.testing import FixedClock
from services import service_of
from waiting import until

LONG_AGO = datetime(2019, 12, 31, tzinfo=UTC)


@dataclass
class Note:
    id: UUID
    text: str


@dataclass(frozen=True)
class Write:
    text: str


@dataclass(frozen=True)
class Tell:
    text: str


@dataclass(frozen=True)
class Written:
    text: str


def write(command: Write, new_id: UUID) -> tuple[Note, Written, Written]:
    return Note(new_id, command.text), Written(command.text), Written(f"{command.text} again")


def tell(command: Tell) -> Written:
    return Written(command.text)


def application(folder: Path, *functions: Callable[..., Any]) -> Application:
    service = service_of(*functions)
    service.offer(Write, Tell, Note, to=anyone)
    app = service.build(Settings(database_url=f"sqlite:///{folder}/notes.db"))
    app.migrate()
    return app


async def rows(app: Application) -> list[AtomosMessage]:
    kept = await app.store.find(app.manifest.entity(AtomosMessage), Query())
    return [each.entity for each in kept]


async def test_what_was_followed_leaves_nothing_behind(tmp_path: Path) -> None:
    seen: list[str] = []

    def follow(event: Written) -> None:
        seen.append(event.text)

    app = application(tmp_path, write, tell, follow)
    async with app:
        await app.execute(Write("a"))
        await app.execute(Tell("b"))
        await app.settle()
        assert seen == ["a", "a again", "b"]
        assert await rows(app) == []


async def test_the_row_is_in_the_commit_with_its_key_and_causation(tmp_path: Path) -> None:
    found: list[AtomosMessage] = []
    app: Application

    async def follow(event: Written, envelope: Envelope) -> None:
        found.extend(row for row in await rows(app) if row.id == envelope.id)

    app = application(tmp_path, write, tell, follow)
    async with app:
        note = await app.execute(Write("a"))
        await app.settle()
    first, second = found
    assert (first.type, first.payload) == ("Written", b'{"text":"a"}')
    assert first.ordering_key == second.ordering_key == f"note:{note.id}"
    assert second.key_seq == first.key_seq + 1
    assert first.causation_id == first.correlation_id


async def test_a_process_that_starts_delivers_what_an_earlier_one_left_behind(tmp_path: Path) -> None:
    def app_with(*reactions: Callable[..., Any]) -> Application:
        return application(tmp_path, write, tell, *reactions)

    seen: list[Envelope] = []

    def follow(event: Written, envelope: Envelope) -> None:
        seen.append(envelope)

    app = app_with(follow)
    async with app:
        await app.store.commit(_left(app))
    async with app_with(follow) as app:
        await app.settle()
        assert [envelope.message for envelope in seen] == [Written("left")]
        assert seen[0].id == UUID(int=1)
        assert await rows(app) == []


async def test_what_may_be_under_way_in_another_process_is_left_to_it_for_a_while(tmp_path: Path) -> None:
    seen: list[Written] = []

    def follow(event: Written) -> None:
        seen.append(event)

    async def is_delivered() -> bool:
        return bool(seen)

    app = application(tmp_path, write, tell, follow)
    async with app:
        await app.store.commit(_left(app, at=FixedClock().now()))
    async with app:
        await app.settle()
    assert seen == []
    app._bus._outbox.under_way = timedelta(microseconds=1)
    async with app:
        await until(is_delivered)
    assert seen == [Written("left")]


async def test_a_message_that_nobody_can_read_stays_and_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def follow(event: Written) -> None: ...

    app = application(tmp_path, write, tell, follow)
    async with app:
        await app.store.commit(_left(app, "Forgotten"))
    async with application(tmp_path, write, tell, follow) as app:
        await app.settle()
        assert len(await rows(app)) == 1
    assert "no reaction follows a message called Forgotten" in caplog.text


def _left(app: Application, name: str = "Written", at: datetime = LONG_AGO) -> Changes:
    row = AtomosMessage(UUID(int=1), name, b'{"text":"left"}', "note:1", 1, UUID(int=2), None, at)
    return Changes(at, [Insert(app.manifest.entity(AtomosMessage), row)])
