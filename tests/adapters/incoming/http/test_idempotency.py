"""One key, one effect."""

import pytest

from asgi_client import AsgiClient

BOOK = {"title": "Momo", "pages": 304}


async def test_a_repeated_request_is_answered_from_the_store(client: AsgiClient) -> None:
    first = await client.post("/books", BOOK, idempotency_key="k-1")
    again = await client.post("/books", BOOK, idempotency_key="k-1")
    assert (await client.get("/count-books")).json == 1
    assert again.headers == first.headers | {"idempotency-replayed": "true"}
    assert (again.status, again.body) == (201, first.body)


async def test_another_key_is_another_command(client: AsgiClient) -> None:
    await client.post("/books", BOOK, idempotency_key="k-1")
    await client.post("/books", BOOK, idempotency_key="k-2")
    assert (await client.get("/count-books")).json == 2


async def test_a_key_cannot_stand_for_two_requests(client: AsgiClient) -> None:
    await client.post("/books", BOOK, idempotency_key="k-1")
    reply = await client.post("/books", BOOK | {"pages": 5}, idempotency_key="k-1")
    assert reply.status == 422


async def test_a_command_without_an_answer_is_replayed_as_such(client: AsgiClient) -> None:
    address = (await client.post("/books", BOOK)).headers["location"]
    first = await client.send("DELETE", address, headers={"idempotency-key": "k-1"})
    again = await client.send("DELETE", address, headers={"idempotency-key": "k-1"})
    assert (first.status, again.status, again.body) == (204, 204, b"")


async def test_a_failed_command_is_tried_again(client: AsgiClient) -> None:
    refused = await client.post("/books", BOOK | {"pages": 0}, idempotency_key="k-1")
    done = await client.post("/books", BOOK, idempotency_key="k-1")
    assert (refused.status, done.status) == (422, 201)


@pytest.mark.parametrize("key", ["", "two words", "é", "k" * 256])
async def test_what_is_no_key_is_refused(client: AsgiClient, key: str) -> None:
    reply = await client.post("/books", BOOK, idempotency_key=key)
    assert (reply.status, reply.json["errors"][0]["header"]) == (400, "Idempotency-Key")
