"""Commands over HTTP, end to end over memory."""

import json
from typing import Any
from uuid import UUID

import pytest

from asgi_client import AsgiClient

BOOK = {"title": "Momo", "pages": 304}
NOWHERE = "/books/00000000-0000-0000-0000-000000000000"


async def added(client: AsgiClient, **changes: Any) -> str:
    """The address of a book that was added."""
    reply = await client.post("/books", BOOK | changes)
    return reply.headers["location"]


async def test_creating_answers_201_with_the_address_and_the_version(client: AsgiClient) -> None:
    reply = await client.post("/books", BOOK | {"price": {"amount": "9.50"}, "tags": ["time"]})
    book = reply.json
    assert reply.status == 201
    assert reply.headers["location"] == f"/books/{UUID(book.pop('id'))}"
    assert reply.headers["etag"] == '"1"'
    assert book == {
        "title": "Momo",
        "pages": 304,
        "genre": "fiction",
        "price": {"amount": "9.50", "currency": "EUR"},
        "tags": ["time"],
        "subtitle": None,
        "lent_at": None,
    }


async def test_acting_on_an_entity_answers_200_with_the_new_version(client: AsgiClient) -> None:
    reply = await client.post(f"{await added(client)}/lend")
    assert (reply.status, reply.headers["etag"]) == (200, '"2"')
    assert reply.json["lent_at"] is not None


async def test_a_command_without_an_answer_is_answered_204(client: AsgiClient) -> None:
    address = await added(client)
    reply = await client.send("DELETE", address)
    assert (reply.status, reply.body, "content-length" in reply.headers) == (204, b"", False)
    assert (await client.get(address)).status == 404


async def test_an_absent_field_is_not_null(client: AsgiClient) -> None:
    address = await added(client)
    await client.post(f"{address}/edit", {"subtitle": "or the thieves"})
    kept = await client.post(f"{address}/edit", {"title": "Momo!"})
    cleared = await client.post(f"{address}/edit", {"subtitle": None})
    assert (kept.json["title"], kept.json["subtitle"]) == ("Momo!", "or the thieves")
    assert cleared.json["subtitle"] is None


async def test_what_is_offered_to_operators_is_not_here(client: AsgiClient) -> None:
    assert (await client.post("/burn-library")).status == 404


async def test_a_body_in_pieces_is_read_whole(client: AsgiClient) -> None:
    body = json.dumps(BOOK).encode()
    reply = await client.send("POST", "/books", [body[:5], b"", body[5:]], {})
    assert reply.status == 201


async def test_every_wrong_value_is_named(client: AsgiClient) -> None:
    content = {
        "title": "",
        "pages": 2**63,
        "genre": "poetry",
        "price": {"amount": -1, "currency": "euro", "a/b~c": 1},
        "other_prices": [{"amount": 1}, {"amount": 1, "currency": "eur"}, {"currency": "EUR"}],
        "tags": "time",
        "id": 5,
    }
    reply = await client.post("/books", content)
    assert reply.status == 422
    assert reply.headers["content-type"] == "application/problem+json"
    assert {error["pointer"]: error["detail"] for error in reply.json["errors"]} == {
        "/title": "Expected `str` of length >= 1",
        "/pages": "Expected `int` <= 9223372036854775807",
        "/genre": "Invalid enum value 'poetry'",
        "/price/amount": "Expected a value >= 0",
        "/price/currency": "Expected `str` of length <= 3",
        "/price/a~1b~0c": "is not a field of Price",
        "/other_prices/1": "currency is written in capitals",
        "/other_prices/2/amount": "is required",
        "/tags": "Expected `array`, got `str`",
        "/id": "is not a field of AddBook",
    }


async def test_an_invariant_of_the_message_is_told_of_the_whole(client: AsgiClient) -> None:
    reply = await client.post("/books", {"title": "MOMO", "pages": 1})
    assert (reply.status, reply.json["detail"], "errors" in reply.json) == (422, "do not shout", False)


async def test_wrong_values_in_the_path_and_the_body_are_told_together(client: AsgiClient) -> None:
    reply = await client.post("/books/7/edit?x=1", {"title": 5})
    assert reply.json["errors"] == [
        {"parameter": "book_id", "detail": "Invalid UUID"},
        {"pointer": "/x", "detail": "is not a parameter here"},
        {"pointer": "/title", "detail": "Expected `str`, got `int`"},
    ]


@pytest.mark.parametrize(
    ("text", "detail"), [("a\\u0000b", "holds a NUL character"), ("a\\ud800b", "holds half of a surrogate pair")]
)
async def test_text_that_no_store_keeps_is_refused(client: AsgiClient, text: str, detail: str) -> None:
    reply = await client.send("POST", "/books", b'{"pages": 1, "title": "%s"}' % text.encode(), {})
    assert (reply.status, reply.json["errors"]) == (422, [{"pointer": "/title", "detail": detail}])


async def test_a_backslash_before_a_u_is_text(client: AsgiClient) -> None:
    reply = await client.send("POST", "/books", rb'{"pages": 1, "title": "a\\u0000b"}', {})
    assert (reply.status, reply.json["title"]) == (201, r"a\u0000b")


@pytest.mark.parametrize(
    "body",
    [b"{", b"nope", b'{"title": "\xff", "pages": 1}', b'{"title": NaN}', b"[" * 100_000, b"\xef\xbb\xbf{}", b"{}{}"],
)
async def test_what_is_no_json_is_refused_as_such(client: AsgiClient, body: bytes) -> None:
    assert (await client.send("POST", "/books", body, {})).status == 400


@pytest.mark.parametrize("body", [b"[]", b"5", b"null", b'"text"'])
async def test_json_that_is_no_object_is_refused(client: AsgiClient, body: bytes) -> None:
    assert (await client.send("POST", "/books", body, {})).status == 422


async def test_an_endless_number_is_refused_without_reading_it(client: AsgiClient) -> None:
    body = b'{"title": "Momo", "pages": ' + b"9" * 900_000 + b"}"
    reply = await client.send("POST", "/books", body, {})
    assert (reply.status, reply.json["errors"][0]["pointer"]) == (422, "/pages")


async def test_a_million_mistakes_are_not_answered_by_as_many(client: AsgiClient) -> None:
    reply = await client.post("/books", BOOK | {"tags": [1] * 200_000})
    assert (reply.status, len(reply.json["errors"])) == (422, 1000)
    assert "the first 1000 are named" in reply.json["detail"]


async def test_a_missing_entity_is_not_found(client: AsgiClient) -> None:
    reply = await client.post(f"{NOWHERE}/lend")
    assert reply.status == 404
    assert reply.json == {
        "type": "/problems/not-found",
        "title": "Not found",
        "status": 404,
        "detail": "book 00000000-0000-0000-0000-000000000000 does not exist",
        "instance": f"{NOWHERE}/lend",
    }


async def test_an_error_of_the_application_is_answered_as_what_it_stands_for(client: AsgiClient) -> None:
    address = await added(client)
    await client.post(f"{address}/lend")
    reply = await client.post(f"{address}/lend")
    assert (reply.status, reply.json["type"], reply.json["detail"]) == (409, "/problems/conflict", "someone has it")


async def test_a_refusal_is_forbidden(client: AsgiClient) -> None:
    assert (await client.post("/crash", {"how": "forbidden"})).status == 403


async def test_an_error_inside_is_told_by_an_id_and_nothing_else(
    client: AsgiClient, caplog: pytest.LogCaptureFixture
) -> None:
    reply = await client.post("/crash")
    id = reply.json["id"]
    assert reply.status == 500
    assert reply.json == {
        "type": "/problems/internal-error",
        "title": "Internal error",
        "status": 500,
        "id": str(UUID(id)),
    }
    assert id in caplog.text
    assert "the secret reason" in caplog.text


async def test_what_is_away_is_told_without_its_address(client: AsgiClient) -> None:
    reply = await client.post("/crash", {"how": "outside"})
    assert (reply.status, reply.headers["retry-after"]) == (503, "1")
    assert b"secret" not in reply.body
