"""A built service: started, used and stopped."""

import asyncio
from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import FrozenInstanceError, dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from atomos import Application, Misconfigured, Settings, Unavailable, anyone
from atomos.adapters.outgoing.memory import MemoryStore
from atomos.core.domain.entity import EntityType
from atomos.core.ports.outgoing.store import Kept, Query
from atomos.core.wiring.fault import Faulty
from services import built, service_of


@dataclass
class Note:
    id: UUID
    text: str


@dataclass(frozen=True)
class Write:
    text: str


@dataclass(frozen=True)
class Written:
    text: str


def write(command: Write, new_id: UUID) -> tuple[Note, Written]:
    return Note(new_id, command.text), Written(command.text)


def test_building_opens_nothing(tmp_path: Path) -> None:
    service = service_of(write)
    service.offer(Write, to=anyone)
    service.build(Settings(database_url=f"sqlite:///{tmp_path}/notes.db"))
    assert list(tmp_path.iterdir()) == []


def test_an_application_is_frozen() -> None:
    app = built(service_of(write))
    with pytest.raises(FrozenInstanceError):
        app.settings = Settings()  # type: ignore[misc]  # the point of it


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (None, "sqlite:///tested.db"),
        ("memory://", "memory://"),
        ("postgresql://ann@db:5432/notes", "postgresql://ann@db:5432/notes"),
        ("postgresql://ann:s3cret@db/notes?ssl=on", "postgresql://ann:***@db/notes?ssl=on"),
    ],
)
def test_an_application_shows_its_name_and_its_database_only(url: str | None, shown: str) -> None:
    assert repr(service_of(write).build(Settings(database_url=url))) == f"<Application tested on {shown}>"


def test_run_executes_from_synchronous_code_with_all_that_follows() -> None:
    seen: list[str] = []

    def follow(event: Written) -> None:
        seen.append(event.text)

    service = service_of(write, follow)
    service.offer(Write, Note, to=anyone)
    assert built(service).run(Write("dear")).text == "dear"
    assert seen == ["dear"]


async def test_stopping_waits_for_reactions_that_are_under_way() -> None:
    seen: list[str] = []

    async def follow(event: Written) -> None:
        await asyncio.sleep(0.01)
        seen.append(event.text)

    service = service_of(write, follow)
    service.offer(Write, to=anyone)
    async with built(service) as app:
        await app.execute(Write("dear"))
    assert seen == ["dear"]


async def test_an_application_can_be_started_again() -> None:
    service = service_of(write)
    service.offer(Write, to=anyone)
    app = built(service)
    for _ in range(2):
        async with app:
            await app.execute(Write("dear"))


async def test_the_store_is_closed_when_an_adapter_cannot_be_made(tmp_path: Path) -> None:
    class Broken:
        def __init__(self) -> None:
            raise RuntimeError("no")

    service = service_of(write)
    service.provide(Broken, Broken)
    app = service.build(Settings(database_url=f"csv:///{tmp_path}/notes"))
    for _ in range(2):  # a store left open would keep its lock
        with pytest.raises(RuntimeError, match="no"):
            async with app:
                pass


async def test_adapters_are_cleaned_up_when_the_outbox_cannot_be_read() -> None:
    cleaned: list[str] = []

    class Unreadable(MemoryStore):
        durable = True

        async def find(self, entity_type: EntityType, query: Query) -> list[Kept]:
            raise Unavailable("no answer")

    def adapter() -> Iterator[str]:
        yield "made"
        cleaned.append("adapter")

    service = service_of(write)
    service.provide(str, adapter)
    service.store(lambda entity_types, settings: Unreadable(entity_types))
    with pytest.raises(Unavailable, match="no answer"):
        async with built(service):
            pass
    assert cleaned == ["adapter"]


async def test_the_store_is_closed_when_an_adapter_cannot_be_cleaned_up(tmp_path: Path) -> None:
    def adapter() -> Iterator[str]:
        yield "made"
        raise RuntimeError("no")

    service = service_of(write)
    service.provide(str, adapter)
    app = service.build(Settings(database_url=f"csv:///{tmp_path}/notes"))
    for _ in range(2):  # a store left open would keep its lock
        with pytest.raises(RuntimeError, match="no"):
            async with app:
                pass


async def test_an_asgi_server_is_told_why_it_cannot_stop() -> None:
    def adapter() -> Iterator[str]:
        yield "made"
        raise RuntimeError("no end")

    service = service_of(write)
    service.provide(str, adapter)
    sent = await lifespan(built(service), "lifespan.startup", "lifespan.shutdown")
    assert sent[1] == {"type": "lifespan.shutdown.failed", "message": "no end"}


async def test_a_store_of_ones_own_takes_the_place_of_the_configured_one() -> None:
    made: list[MemoryStore] = []

    def make(entity_types: Sequence[EntityType], settings: Settings) -> MemoryStore:
        assert settings.database_url == "memory://"
        made.append(MemoryStore(entity_types))
        return made[0]

    service = service_of(write)
    service.offer(Write, Note, to=anyone)
    service.store(make)
    async with built(service) as app:
        await app.execute(Write("dear"))
        note = app.manifest.entity(Note)
        assert [kept.entity.text for kept in await made[0].find(note, Query())] == ["dear"]


def test_a_store_of_ones_own_has_no_tables_to_migrate(tmp_path: Path) -> None:
    service = service_of(write)
    service.store(lambda entity_types, settings: MemoryStore(entity_types))
    app = service.build(Settings(database_url=f"sqlite:///{tmp_path}/never.db"))
    assert app.migrate() == ()
    assert list(tmp_path.iterdir()) == []
    assert repr(app) == "<Application tested on MemoryStore>"


@pytest.mark.parametrize("url", ["mysql://x", "nonsense", "csv://", "sqlite:notes.db"])
def test_a_database_that_is_not_known_is_told(url: str) -> None:
    with pytest.raises(Misconfigured):
        service_of(write).build(Settings(database_url=url))


async def lifespan(app: Application, *received: str) -> list[MutableMapping[str, Any]]:
    """What an ASGI server is answered."""
    incoming: Iterator[str] = iter(received)
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": next(incoming)}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    await app({"type": "lifespan"}, receive, send)
    return sent


async def test_an_asgi_server_starts_and_stops_it() -> None:
    sent = await lifespan(built(service_of(write)), "lifespan.startup", "lifespan.shutdown")
    assert [message["type"] for message in sent] == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


async def test_an_asgi_server_is_told_why_it_cannot_start() -> None:
    def broken() -> str:
        raise RuntimeError("no voice")

    service = service_of(write)
    service.provide(str, broken)
    assert await lifespan(built(service), "lifespan.startup") == [
        {"type": "lifespan.startup.failed", "message": "no voice"}
    ]


def test_what_cannot_be_mounted_is_told() -> None:
    service = service_of(write)
    service.mount("/pages", "pages")
    with pytest.raises(Faulty, match="what is mounted at /pages is 'pages', and no application"):
        built(service)


async def test_what_is_mounted_serves_below_its_path_and_may_use_the_application() -> None:
    def pages(application: Application) -> Any:
        async def serve(scope: Any, receive: Any, send: Any) -> None:
            note = await application.execute(Write("from a page"))
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": f"{scope['path']} {note.text}".encode()})

        return serve

    service = service_of(write)
    service.offer(Write, Note, to=anyone)
    service.mount("/pages", pages)
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b""}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    async with built(service) as app:
        scope = {"type": "http", "method": "GET", "path": "/pages/a", "raw_path": b"/pages/a", "root_path": ""}
        await app({**scope, "query_string": b"", "headers": [], "http_version": "1.1"}, receive, send)
    assert sent[-1]["body"].endswith(b"from a page")


def test_a_mounted_function_that_fails_is_a_fault_with_its_place() -> None:
    def pages(application: Application) -> Any:
        raise KeyError("templates")

    service = service_of(write)
    service.mount("/pages", pages)
    with pytest.raises(Faulty) as faulty:
        built(service)
    (fault,) = faulty.value.faults
    assert (fault.code, fault.message) == ("mount", "what is mounted at /pages cannot be made: KeyError: 'templates'")
    assert "test_application.py:" in fault.place
    assert isinstance(faulty.value.__cause__, KeyError)


def test_a_setting_that_a_mounted_function_refuses_is_told_as_such() -> None:
    def pages(application: Application) -> Any:
        raise Misconfigured("there are no templates")

    service = service_of(write)
    service.mount("/pages", pages)
    with pytest.raises(Misconfigured, match=r"^there are no templates$"):
        built(service)
