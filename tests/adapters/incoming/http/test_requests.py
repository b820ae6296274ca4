"""What holds for every request: methods, media types, sizes, paths."""

import asyncio
import json
from collections.abc import Iterator

import pytest

from asgi_client import AsgiClient
from atomos import Application, HttpSettings
from atomos.adapters.incoming.http.protocol import Event, Receive, Scope, Send
from library import library

BOOK = {"title": "Momo", "pages": 304}


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("*/*", 200),
        ("application/json", 200),
        ("text/html, application/*;q=0.1", 200),
        ("text/html,*/*;q=0.8", 200),
        ("", 200),
        ("text/html", 406),
        ("*/*, application/json;q=0", 406),
        ("application/json;q=0.000", 406),
    ],
)
async def test_the_client_decides_whether_it_takes_json(client: AsgiClient, accept: str, status: int) -> None:
    assert (await client.get("/books", accept=accept)).status == status


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/json", 201),
        ("Application/JSON; charset=UTF-8", 201),
        ('application/vnd.library+json; charset="utf-8"', 201),
        ("application/json; charset=latin-1", 415),
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
        ("", 415),
    ],
)
async def test_a_body_is_json_or_refused(client: AsgiClient, content_type: str, status: int) -> None:
    assert (await client.post("/books", BOOK, content_type=content_type)).status == status


async def test_a_body_without_a_type_is_refused(client: AsgiClient) -> None:
    reply = await client.send("POST", "/books", b"{}", [])
    assert (reply.status, reply.headers["accept"]) == (415, "application/json")


async def test_no_body_is_an_object_without_fields(client: AsgiClient) -> None:
    reply = await client.post("/books")
    assert [error["pointer"] for error in reply.json["errors"]] == ["/title", "/pages"]


@pytest.fixture
def small() -> AsgiClient:
    return AsgiClient(library(HttpSettings(body_limit=60)))


@pytest.mark.parametrize("length", ["61", "9" * 30])
async def test_a_body_that_says_it_is_too_large_is_not_read(small: AsgiClient, length: str) -> None:
    reply = await small.send("POST", "/books", [None], {"content-length": length})  # type: ignore[list-item]  # it leaves
    assert reply.status == 413


@pytest.mark.parametrize("pieces", [[b" " * 61], [b" " * 30] * 3, [b" " * 30] * 1000])
async def test_a_body_is_counted_as_it_comes(small: AsgiClient, pieces: list[bytes]) -> None:
    assert (await small.send("POST", "/books", pieces, {})).status == 413


async def test_a_body_of_the_very_limit_is_read(small: AsgiClient, app: Application) -> None:
    async with small.app:  # type: ignore[attr-defined]  # the fixture made an application
        body = json.dumps(BOOK).encode()
        reply = await small.send("POST", "/books", [body, b" " * (60 - len(body))], {})
    assert reply.status == 201


@pytest.mark.parametrize("pieces", [[None], [b'{"title":', None]])
async def test_a_client_that_leaves_gets_nothing_done(client: AsgiClient, pieces: list[bytes]) -> None:
    reply = await client.send("POST", "/books", pieces, {})
    assert reply.sent == []
    assert (await client.get("/count-books")).json == 0


@pytest.mark.parametrize("pieces", [0, 1])
async def test_a_body_that_does_not_come_is_given_up(pieces: int) -> None:
    app = library(HttpSettings(receive_seconds=0.01))
    came: Iterator[Event] = iter([{"type": "http.request", "body": b"{", "more_body": True}] * pieces)

    async def stalled(scope: Scope, receive: Receive, send: Send) -> None:
        async def wait() -> Event:
            for event in came:
                return event
            return await asyncio.Future()

        await app(scope, wait, send)

    assert (await AsgiClient(stalled).post("/books", BOOK)).status == 408


async def test_another_method_is_told_which_there_are(client: AsgiClient) -> None:
    reply = await client.send("PUT", "/books")
    assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD, OPTIONS, POST")


async def test_options_tells_the_methods(client: AsgiClient) -> None:
    reply = await client.send("OPTIONS", "/books/7")
    assert (reply.status, reply.headers["allow"], reply.body) == (204, "DELETE, GET, HEAD, OPTIONS", b"")


async def test_head_answers_like_get_without_the_body(client: AsgiClient) -> None:
    await client.post("/books", BOOK)
    head, get = await client.send("HEAD", "/books"), await client.get("/books")
    assert (head.status, head.headers, head.body) == (get.status, get.headers, b"")
    assert head.headers["content-length"] == str(len(get.body))


async def test_head_of_a_mistake_has_no_body_either(client: AsgiClient) -> None:
    reply = await client.send("HEAD", "/books/7")
    assert (reply.status, reply.body) == (422, b"")


@pytest.mark.parametrize("path", ["/", "/nothing", "/books/", "//books", "/books/7/lend/", "/docs/", "/docs/../books"])
async def test_an_unknown_path_is_a_problem(client: AsgiClient, path: str) -> None:
    reply = await client.get(path)
    assert (reply.status, reply.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("path", ["/books/%zz", "/books/%ff", "/books/%"])
async def test_a_path_that_cannot_be_read_is_refused(client: AsgiClient, path: str) -> None:
    assert (await client.get(path)).status == 400


async def test_an_encoded_path_is_read(client: AsgiClient) -> None:
    assert (await client.get("/%62ooks")).status == 200


async def test_no_answer_is_guessed_at_by_a_browser(client: AsgiClient) -> None:
    for target in ("/books", "/nothing", "/docs", "/openapi.json"):
        assert (await client.get(target)).headers["x-content-type-options"] == "nosniff"


async def test_repeated_headers_count_together(client: AsgiClient) -> None:
    headers = [(b"accept", b"text/html"), (b"accept", b"application/json")]
    assert (await client.send("GET", "/books", headers=headers)).status == 200
