"""Ports are met by adapters, for as long as was said, and cleaned up."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Protocol, Self
from uuid import UUID

import pytest

from atomos import Clock, Faulty, Repository, Settings, UnitOfWork, anyone
from atomos.testing import FixedClock
from services import built, service_of


@dataclass
class Note:
    id: UUID
    text: str


@dataclass(frozen=True)
class Say:
    text: str


class Voice(Protocol):
    def say(self, text: str) -> str: ...


class Loud:
    def say(self, text: str) -> str:
        return text.upper()


def make_loud() -> Loud:
    return Loud()


class Prefixed:
    def __init__(self, settings: Settings, prefix: str = "> ") -> None:
        self.prefix = f"{settings.log_level} {prefix}"

    def say(self, text: str) -> str:
        return self.prefix + text


def say(query: Say, voice: Voice) -> str:
    return voice.say(query.text)


async def test_a_class_a_function_and_a_ready_value_all_meet_a_port() -> None:
    for adapter in (Loud, make_loud, Loud()):
        service = service_of(say)
        service.provide(Voice, adapter)
        service.offer(Say, to=anyone)
        async with built(service) as app:
            assert await app.execute(Say("hush")) == "HUSH"


async def test_an_adapter_gets_what_it_needs_itself_and_keeps_its_defaults() -> None:
    service = service_of(say)
    service.provide(Voice, Prefixed)
    service.offer(Say, to=anyone)
    async with built(service) as app:
        assert await app.execute(Say("hush")) == "info > hush"


async def test_a_later_adapter_replaces_an_earlier_one() -> None:
    service = service_of(say)
    service.provide(Voice, Prefixed)
    service.provide(Voice, Loud)
    service.offer(Say, to=anyone)
    async with built(service) as app:
        assert await app.execute(Say("hush")) == "HUSH"


async def test_what_lives_with_the_application_is_made_once_and_cleaned_up_at_the_end() -> None:
    told: list[str] = []

    async def voice() -> AsyncIterator[Loud]:
        told.append("made")
        yield Loud()
        told.append("gone")

    service = service_of(say)
    service.provide(Voice, voice)
    service.offer(Say, to=anyone)
    app = built(service)
    assert told == []
    async with app:
        await app.execute(Say("a"))
        await app.execute(Say("b"))
        assert told == ["made"]
    assert told == ["made", "gone"]


async def test_what_lives_with_a_unit_of_work_is_made_for_each_and_cleaned_up_after_it() -> None:
    told: list[str] = []

    def voice() -> Iterator[Loud]:
        told.append("made")
        yield Loud()
        told.append("gone")

    service = service_of(say)
    service.provide(Voice, voice, per_unit_of_work=True)
    service.offer(Say, to=anyone)
    async with built(service) as app:
        await app.execute(Say("a"))
        await app.execute(Say("b"))
    assert told == ["made", "gone"] * 2


async def test_an_adapter_of_a_unit_of_work_shares_its_entities() -> None:
    class Diary:
        def __init__(self, notes: Repository[Note], uow: UnitOfWork) -> None:
            self.notes = notes
            self.uow = uow

        async def write(self, text: str) -> int:
            self.notes.add(Note(UUID(int=len(text)), text))
            return await self.uow.repository(Note).count()

    async def note(command: Say, diary: Diary, notes: Repository[Note]) -> Note | None:
        assert await diary.write(command.text) == await notes.count()
        return await notes.first()

    service = service_of(note)
    service.provide(Diary, Diary, per_unit_of_work=True)
    service.offer(Say, Note, to=anyone)
    async with built(service) as app:
        assert (await app.execute(Say("dear"))).text == "dear"


async def test_a_context_manager_is_entered_and_left() -> None:
    class Line:
        state = "new"

        async def __aenter__(self) -> Self:
            self.state = "open"
            return self

        async def __aexit__(self, *_: object) -> None:
            self.state = "closed"

        def say(self, text: str) -> str:
            return f"{self.state} {text}"

    line = Line()

    async def connect() -> Line:
        return line

    service = service_of(say)
    service.provide(Voice, connect)
    service.offer(Say, to=anyone)
    async with built(service) as app:
        assert await app.execute(Say("hush")) == "open hush"
    assert line.state == "closed"


async def test_what_was_made_is_cleaned_up_when_a_later_one_cannot_be() -> None:
    told: list[str] = []

    def first() -> Iterator[Loud]:
        try:
            yield Loud()
        finally:
            told.append("gone")

    class Second:
        def __init__(self, voice: Voice) -> None:
            raise RuntimeError("no second")

    service = service_of(say)
    service.provide(Second, Second)
    service.provide(Voice, first)
    service.offer(Say, to=anyone)
    with pytest.raises(RuntimeError, match="no second"):
        async with built(service):
            pass
    assert told == ["gone"]


def test_every_fault_of_the_providers_is_told_at_once() -> None:
    class Chicken:
        def __init__(self, egg: "Egg") -> None: ...

    class Egg:
        def __init__(self, chicken: Chicken) -> None: ...

    Chicken.__init__.__annotations__["egg"] = Egg

    class Lonely:
        def __init__(self, friend: Voice) -> None: ...

    class Greedy:
        def __init__(self, uow: UnitOfWork) -> None: ...

    service = service_of()
    for adapter in (Chicken, Egg, Lonely, Greedy):
        service.provide(adapter, adapter)
    with pytest.raises(Faulty) as raised:
        built(service)
    assert [fault.code for fault in raised.value.faults] == [
        "circular-provider",
        "unknown-parameter",
        "short-lived-dependency",
    ]
    circle = raised.value.faults[0]
    assert [step.rsplit(".", 1)[-1] for step in circle.path] == ["Chicken", "Egg", "Chicken"]


async def test_an_adapter_gets_a_port_that_it_can_do_without() -> None:
    class Echo:
        def __init__(self, voice: Voice | None = None) -> None:
            self.voice = voice

    def has_voice(query: Say, echo: Echo) -> bool:
        return echo.voice is not None

    service = service_of(has_voice)
    service.provide(Echo, Echo)
    service.provide(Voice, Loud)
    service.offer(Say, to=anyone)
    async with built(service) as app:
        assert await app.execute(Say("hush")) is True


def test_ports_of_the_same_name_are_no_circle() -> None:
    class Outer:
        class Voice:
            pass

    Outer.Voice.__qualname__ = Voice.__qualname__

    class Amplified:
        def __init__(self, voice: Outer.Voice) -> None: ...

    service = service_of()
    service.provide(Voice, Amplified)
    service.provide(Outer.Voice, Outer.Voice)
    built(service)


def test_a_clock_that_is_not_ready_is_told() -> None:
    service = service_of()
    service.provide(Clock, FixedClock)
    with pytest.raises(Faulty, match=r"hint: make it yourself: service\.provide\(Clock, FixedClock\(\)\)"):
        built(service)


def test_an_adapter_that_asks_for_an_entity_nobody_knows_is_told_and_its_users_are_not_blamed() -> None:
    @dataclass
    class Stranger:
        id: UUID

    class Archive:
        def __init__(self, strangers: Repository[Stranger]) -> None: ...

    def look(query: Say, archive: Archive) -> None: ...

    service = service_of(look)
    service.provide(Archive, Archive, per_unit_of_work=True)
    with pytest.raises(Faulty) as raised:
        built(service)
    (fault,) = (fault for fault in raised.value.faults if fault.severity == "error")
    assert fault.message == f"nothing is provided for strangers: Repository[{Stranger.__qualname__}]"
    assert fault.hint == f"service.entity({Stranger.__qualname__}), for an entity that no handler speaks of"
