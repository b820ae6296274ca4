"""Pages of other origins."""

import pytest

from asgi_client import AsgiClient
from atomos import HttpSettings
from library import library

HERE = "https://here.example"


@pytest.fixture
def client() -> AsgiClient:
    return AsgiClient(library(HttpSettings(cors_origins=(HERE,))))


async def test_a_named_origin_may_read_the_answer(client: AsgiClient) -> None:
    reply = await client.get("/count-books", origin=HERE)
    assert reply.headers["access-control-allow-origin"] == HERE
    assert "etag" in reply.headers["access-control-expose-headers"]


async def test_a_named_origin_may_read_a_mistake(client: AsgiClient) -> None:
    assert (await client.get("/nothing", origin=HERE)).headers["access-control-allow-origin"] == HERE


@pytest.mark.parametrize("headers", [{}, {"origin": "https://elsewhere.example"}, {"origin": "null"}])
async def test_another_origin_may_not(client: AsgiClient, headers: dict[str, str]) -> None:
    reply = await client.get("/count-books", **headers)
    assert "access-control-allow-origin" not in reply.headers
    assert reply.headers["vary"] == "origin"


async def test_a_browser_that_asks_first_is_told(client: AsgiClient) -> None:
    asking = {"origin": HERE, "access-control-request-method": "POST", "access-control-request-headers": "if-match"}
    reply = await client.send("OPTIONS", "/books", headers=asking)
    assert reply.status == 204
    assert reply.headers["access-control-allow-origin"] == HERE
    assert reply.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS, POST"
    assert reply.headers["access-control-allow-headers"] == "if-match"


async def test_an_origin_that_is_not_named_is_not_told(client: AsgiClient) -> None:
    asking = {"origin": "https://elsewhere.example", "access-control-request-method": "POST"}
    reply = await client.send("OPTIONS", "/books", headers=asking)
    assert "access-control-allow-origin" not in reply.headers


async def test_a_question_that_no_browser_asks_is_answered_with_the_methods(client: AsgiClient) -> None:
    reply = await client.send("OPTIONS", "/books")
    assert reply.headers["allow"] == "GET, HEAD, OPTIONS, POST"
    assert "access-control-allow-methods" not in reply.headers


async def test_all_origins_may_be_named() -> None:
    reply = await AsgiClient(library(HttpSettings(cors_origins=("*",)))).get("/nothing", origin=HERE)
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "vary" not in reply.headers


async def test_without_the_setting_nothing_is_said() -> None:
    reply = await AsgiClient(library()).get("/nothing", origin=HERE)
    assert not any(name.startswith("access-control") for name in reply.headers)
