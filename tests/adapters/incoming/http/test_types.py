"""Types of every kind in messages, addresses and answers."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum, IntEnum
from typing import Annotated, Any, Literal, NewType
from urllib.parse import quote
from uuid import UUID

import pytest
from annotated_types import Interval
from msgspec import Meta
from openapi_spec_validator import validate

from asgi_client import AsgiClient
from atomos import anyone
from services import built, service_of

Slug = NewType("Slug", str)


class Size(IntEnum):
    SMALL = 1
    LARGE = 2


class Mood(Enum):
    CALM = "calm"


@dataclass
class Company:
    id: str
    motto: Slug
    kind: Literal["public", "private"] = "public"
    weights: dict[str, float] = field(default_factory=dict)


@dataclass
class Bank(Company):
    branches: int = 0


@dataclass(frozen=True)
class Found:
    id: str
    motto: Slug = Slug("none")
    is_bank: bool = False


@dataclass(frozen=True)
class Weigh:
    company_id: str
    weights: dict[str, float]
    place: tuple[float, float] = (0.0, 0.0)
    tree: "Tree | None" = None


@dataclass(frozen=True)
class Tree:
    children: "list[Tree]"


@dataclass(frozen=True)
class Circle:
    radius: int


@dataclass(frozen=True)
class Square:
    side: int


@dataclass(frozen=True)
class Choose:
    size: Size = Size.SMALL
    mood: Mood | None = None
    kind: Literal["a", "b"] = "a"
    step: Literal[1, 2] = 1
    sure: bool = False
    share: Annotated[float, Interval(ge=0, le=1)] = 0.5
    days: frozenset[date] = frozenset()
    price: Decimal | None = None
    level: Annotated[int, Meta(ge=1, le=9, description="how loud")] = 1


@dataclass(frozen=True)
class Shapes:
    pass


@dataclass(frozen=True)
class Drawing:
    shape: Circle | Square


@dataclass(frozen=True)
class Draw:
    pass


@dataclass(frozen=True)
class Whom:
    pass


@dataclass(frozen=True)
class Member:
    name: str


def found(command: Found) -> Company:
    return Bank(command.id, command.motto) if command.is_bank else Company(command.id, command.motto)


def weigh(command: Weigh, company: Company) -> None:
    company.weights = command.weights


def choose(query: Choose) -> Choose:
    return query


def shapes(query: Shapes) -> list[Circle | Square]:
    return [Circle(1), Square(2)]


def draw(query: Draw) -> Drawing:
    return Drawing(Square(2))


def whom(query: Whom) -> str | None:
    return None


def is_member(actor: Member) -> bool:
    return True


@pytest.fixture
def client() -> AsgiClient:
    service = service_of(found, weigh, choose, shapes, draw, whom, Company, Bank)
    service.offer(Found, Weigh, Choose, Shapes, Draw, Company, to=anyone)
    service.offer(Whom, to=is_member)
    return AsgiClient(built(service))


async def test_an_id_of_text_is_quoted_in_its_address(client: AsgiClient) -> None:
    reply = await client.post("/companies", {"id": "a/b ü?"})
    assert reply.headers["location"] == f"/companies/{quote('a/b ü?', safe='')}"
    assert (await client.get(reply.headers["location"])).json["id"] == "a/b ü?"


async def test_each_variant_shows_its_own_fields(client: AsgiClient) -> None:
    bank = await client.post("/companies", {"id": "b", "is_bank": True})
    company = await client.post("/companies", {"id": "c"})
    assert (bank.json.get("branches"), company.json.get("branches")) == (0, None)


async def test_wrong_parts_of_containers_are_named(client: AsgiClient) -> None:
    await client.post("/companies", {"id": "c"})
    content = {
        "weights": {"a": 1.5, "b": "heavy", "c": None},
        "place": [1, "far"],
        "tree": {"children": [{"children": [{"children": [], "root": 1}, {}]}]},
    }
    reply = await client.post("/companies/c/weigh", content)
    assert {error["pointer"] for error in reply.json["errors"]} == {
        "/weights/b",
        "/weights/c",
        "/place/1",
        "/tree/children/0/children/0/root",
        "/tree/children/0/children/1/children",
    }
    assert (await client.post("/companies/c/weigh", {"weights": {}, "place": [1, 2, 3]})).status == 422
    assert (await client.post("/companies/c/weigh", {"weights": {"a": 1}, "tree": {"children": []}})).status == 200


@pytest.mark.parametrize(
    ("query", "name", "value"),
    [
        ("", "size", 1),
        ("size=2", "size", 2),
        ("mood=calm", "mood", "calm"),
        ("kind=b", "kind", "b"),
        ("step=2", "step", 2),
        ("sure=true", "sure", True),
        ("share=0.25", "share", 0.25),
        ("days=2020-01-02&days=2020-01-02", "days", ["2020-01-02"]),
        ("price=9.50", "price", "9.50"),
        ("level=9", "level", 9),
    ],
)
async def test_a_parameter_has_the_type_of_its_field(client: AsgiClient, query: str, name: str, value: Any) -> None:
    assert (await client.get(f"/choose?{query}")).json[name] == value


@pytest.mark.parametrize(
    "query",
    ["size=3", "mood=null", "kind=c", "step=3", "sure=maybe", "share=nan", "share=inf", "share=1.5", "price=NaN",
     "price=1e99999", "level=0", "level=10", "level=9999999999999999999", "days=5", "mood="],
)  # fmt: skip
async def test_a_parameter_of_another_type_is_refused(client: AsgiClient, query: str) -> None:
    reply = await client.get(f"/choose?{query}")
    assert (reply.status, reply.json["errors"][0]["parameter"]) == (422, query.split("=", maxsplit=1)[0])


async def test_an_actor_is_asked_for_where_the_policy_needs_one(client: AsgiClient) -> None:
    reply = await client.get("/whom")
    assert (reply.status, reply.headers["www-authenticate"]) == (401, "Bearer")


async def test_half_a_surrogate_pair_in_a_name_is_quoted_safely(client: AsgiClient) -> None:
    reply = await client.send("POST", "/companies", rb'{"id": "c", "\ud800": 1}', {})
    assert (reply.status, {error["pointer"] for error in reply.json["errors"]}) == (422, {"", "/\\ud800"})


async def test_all_of_it_is_described(client: AsgiClient) -> None:
    document = (await client.get("/openapi.json")).json
    validate(document)
    schemas, paths = document["components"]["schemas"], document["paths"]
    answer = paths["/companies"]["post"]["responses"]["201"]["content"]["application/json"]["schema"]
    assert answer == {"anyOf": [{"$ref": "#/components/schemas/Company"}, {"$ref": "#/components/schemas/Bank"}]}
    assert schemas["Tree"]["properties"]["children"] == {
        "type": "array",
        "items": {"$ref": "#/components/schemas/Tree"},
    }
    shown = paths["/shapes"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert len(shown["items"]["anyOf"]) == 2
    assert "401" in paths["/whom"]["get"]["responses"]


async def test_an_answer_without_a_schema_is_described_as_anything(client: AsgiClient) -> None:
    document = (await client.get("/openapi.json")).json
    answer = document["paths"]["/draw"]["get"]["responses"]["200"]["content"]["application/json"]
    assert answer == {"schema": {}}
    assert (await client.get("/draw")).json == {"shape": {"side": 2}}


async def test_a_number_beyond_all_bounds_is_refused(client: AsgiClient) -> None:
    await client.post("/companies", {"id": "c"})
    reply = await client.send("POST", "/companies/c/weigh", b'{"weights": {"a": 1e999}}', {})
    assert (reply.status, reply.json["detail"]) == (422, "Number out of range")


async def test_an_id_is_never_guessed(client: AsgiClient) -> None:
    assert (await client.get(f"/companies/{UUID(int=1)}")).status == 404
    assert (await client.get("/companies/%00")).status == 422
