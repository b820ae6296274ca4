"""A command under an idempotency key is done once, however often it is sent."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest

from atomos import AlreadyExists, Application, Invalid, Settings, anyone
from atomos.core.ports.incoming.door import Answer, Once
from services import service_of


@dataclass
class Note:
    id: UUID
    text: str


@dataclass(frozen=True)
class Write:
    text: str


def write(command: Write, new_id: UUID) -> Note:
    return Note(new_id, command.text)


def rendered(answer: Answer) -> bytes:
    return f"{answer.value.text} {answer.version}".encode()


def once(key: str = "k", fingerprint: str = "f") -> Once:
    return Once(key, fingerprint, rendered)


@pytest.fixture
def app(tmp_path: Path) -> Application:
    service = service_of(write)
    service.entity(Note, unique="text")
    service.offer(Write, Note, to=anyone)
    made = service.build(Settings(database_url=f"sqlite:///{tmp_path}/notes.db"))
    made.migrate()
    return made


async def test_the_stored_answer_comes_again(app: Application) -> None:
    async with app:
        first = await app._bus.execute(Write("dear"), once=once())
        again = await app._bus.execute(Write("dear"), once=once())
    assert (first.value.text, first.version, first.replayed) == ("dear", 1, None)
    assert again.replayed == b"dear 1"


async def test_the_same_request_sent_many_times_at_once_is_done_once_and_answered_alike(app: Application) -> None:
    async with app:
        answers = await asyncio.gather(*(app._bus.execute(Write("dear"), once=once()) for _ in range(16)))
    assert [answer.replayed for answer in answers].count(None) == 1
    assert {answer.replayed for answer in answers} == {None, b"dear 1"}


async def test_a_key_of_another_request_is_refused(app: Application) -> None:
    async with app:
        await app._bus.execute(Write("dear"), once=once())
        with pytest.raises(Invalid, match="used for another request"):
            await app._bus.execute(Write("other"), once=once(fingerprint="g"))


async def test_what_exists_for_another_reason_is_still_refused(app: Application) -> None:
    async with app:
        await app._bus.execute(Write("dear"), once=once("a"))
        with pytest.raises(AlreadyExists, match="a note with this text"):
            await app._bus.execute(Write("dear"), once=once("b"))
