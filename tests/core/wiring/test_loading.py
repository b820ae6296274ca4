"""Entities are loaded by what the message says, in the order that the design gives."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from atomos import NotFound, anyone
from services import built, service_of


@dataclass
class Animal:
    id: UUID
    name: str


@dataclass
class Dog(Animal):
    tricks: int = 0


@dataclass(frozen=True)
class Add:
    name: str


@dataclass(frozen=True)
class ByParameter:
    winner_id: UUID
    animal_id: UUID


@dataclass(frozen=True)
class ByName:
    name: str


@dataclass(frozen=True)
class Maybe:
    animal_id: UUID | None = None


@dataclass
class Tagged:
    id: UUID
    tag: str | None = None


@dataclass(frozen=True)
class ByTag:
    tag: str | None


@dataclass(frozen=True)
class Teach:
    animal_id: UUID


@dataclass(frozen=True)
class AddDog:
    name: str


def add(command: Add, new_id: UUID) -> Animal:
    return Animal(new_id, command.name)


def add_dog(command: AddDog, new_id: UUID) -> Dog:
    return Dog(new_id, command.name, 3)


async def test_the_parameters_own_name_comes_before_the_types() -> None:
    def prefer(query: ByParameter, winner: Animal, animal: Animal) -> list[str]:
        return [winner.name, animal.name]

    service = service_of(add, prefer)
    service.offer(Add, ByParameter, Animal, to=anyone)
    async with built(service) as app:
        first, second = await app.execute(Add("first")), await app.execute(Add("second"))
        assert await app.execute(ByParameter(second.id, first.id)) == ["second", "first"]


async def test_a_unique_field_alone_names_the_one_entity_that_has_it() -> None:
    def look(query: ByName, animal: Animal) -> UUID:
        return animal.id

    service = service_of(add, look)
    service.entity(Animal, unique=["name"])
    service.offer(Add, ByName, Animal, to=anyone)
    async with built(service) as app:
        added = await app.execute(Add("rex"))
        assert await app.execute(ByName("rex")) == added.id
        with pytest.raises(NotFound, match="animal tom does not exist"):
            await app.execute(ByName("tom"))


async def test_an_optional_entity_may_be_missing_or_not_be_named_at_all() -> None:
    def look(query: Maybe, animal: Animal | None) -> str:
        return animal.name if animal else "none"

    service = service_of(add, look)
    service.offer(Add, Maybe, Animal, to=anyone)
    async with built(service) as app:
        added = await app.execute(Add("rex"))
        assert await app.execute(Maybe(added.id)) == "rex"
        assert await app.execute(Maybe(UUID(int=5))) == "none"
        assert await app.execute(Maybe()) == "none"


async def test_a_subclass_comes_back_as_what_it_was() -> None:
    def look(query: Maybe, animal: Animal | None) -> str:
        return type(animal).__name__

    service = service_of(add, add_dog, look)
    service.offer(Add, Maybe, Animal, to=anyone)
    service.offer(AddDog, to=anyone, at="POST /dogs")
    async with built(service) as app:
        dog, animal = await app.execute(AddDog("rex")), await app.execute(Add("tom"))
        assert dog.tricks == 3
        assert await app.execute(Maybe(dog.id)) == "Dog"
        assert await app.execute(Maybe(animal.id)) == "Animal"


async def test_an_action_of_a_variant_does_not_find_another_one() -> None:
    def teach(command: Teach, dog: Dog) -> None:
        dog.tricks += 1

    def look(query: Maybe, dog: Dog | None) -> bool:
        return dog is not None

    service = service_of(add, add_dog, teach, look)
    service.offer(Add, Teach, Animal, to=anyone)
    service.offer(AddDog, to=anyone, at="POST /dogs")
    service.offer(Maybe, to=anyone)
    async with built(service) as app:
        dog, animal = await app.execute(AddDog("rex")), await app.execute(Add("tom"))
        assert (await app.execute(Teach(dog.id))).tricks == 4
        with pytest.raises(NotFound):
            await app.execute(Teach(animal.id))
        assert await app.execute(Maybe(dog.id))
        assert not await app.execute(Maybe(animal.id))


async def test_no_value_of_a_unique_field_names_nothing() -> None:
    def look(query: ByTag, animal: Tagged | None) -> bool:
        return animal is not None

    def add_tagged(command: Add, new_id: UUID) -> Tagged:
        return Tagged(new_id)

    service = service_of(add_tagged, look)
    service.entity(Tagged, unique=["tag"])
    service.offer(Add, ByTag, Tagged, to=anyone)
    async with built(service) as app:
        await app.execute(Add("untagged"))
        assert not await app.execute(ByTag(None))


@dataclass
class Handler:
    id: UUID
    calls: int = 0


@dataclass
class Call:
    id: UUID


@dataclass(frozen=True)
class Ring:
    handler_id: UUID
    call_id: UUID


async def test_entities_may_be_called_like_the_parts_of_a_plan() -> None:
    def begin(command: Add) -> tuple[Handler, Call]:
        return Handler(UUID(int=1)), Call(UUID(int=2))

    def ring(command: Ring, handler: Handler, call: Call) -> None:
        handler.calls += 1

    service = service_of(begin, ring)
    service.offer(Add, Ring, Handler, to=anyone)
    async with built(service) as app:
        await app.execute(Add("x"))
        assert (await app.execute(Ring(UUID(int=1), UUID(int=2)))).calls == 1
