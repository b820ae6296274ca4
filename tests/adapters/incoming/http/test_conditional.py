"""Versions as entity tags."""

import pytest

from asgi_client import AsgiClient

BOOK = {"title": "Momo", "pages": 304}


async def added(client: AsgiClient) -> str:
    return (await client.post("/books", BOOK)).headers["location"]


async def test_an_action_on_the_version_that_was_read_is_done(client: AsgiClient) -> None:
    assert (await client.post(f"{await added(client)}/lend", if_match='"1"')).status == 200


async def test_an_action_on_any_version_is_done(client: AsgiClient) -> None:
    assert (await client.post(f"{await added(client)}/lend", if_match="*")).status == 200


@pytest.mark.parametrize("tag", ['"2"', 'W/"1"', '"abc"', '"99999999999999999999999"'])
async def test_an_action_on_another_version_is_refused(client: AsgiClient, tag: str) -> None:
    address = await added(client)
    reply = await client.post(f"{address}/lend", if_match=tag)
    assert (reply.status, reply.json["detail"]) == (412, "this book has changed since you read it")
    assert (await client.get(address)).json["lent_at"] is None


@pytest.mark.parametrize("tag", ["1", "", '"1', '"1", "2"'])
async def test_what_is_not_one_tag_is_refused(client: AsgiClient, tag: str) -> None:
    reply = await client.post(f"{await added(client)}/lend", if_match=tag)
    assert (reply.status, reply.json["errors"][0]["header"]) == (400, "If-Match")


@pytest.mark.parametrize("tag", ['"1"', 'W/"1"', "*", '"0", "1"'])
async def test_a_version_that_the_client_has_is_not_sent_again(client: AsgiClient, tag: str) -> None:
    reply = await client.get(await added(client), if_none_match=tag)
    assert (reply.status, reply.body, reply.headers["etag"]) == (304, b"", '"1"')
    assert "content-length" not in reply.headers


@pytest.mark.parametrize("tag", ['"2"', "1", "nonsense"])
async def test_a_version_that_the_client_lacks_is_sent(client: AsgiClient, tag: str) -> None:
    assert (await client.get(await added(client), if_none_match=tag)).status == 200


async def test_a_query_that_answers_with_an_entity_has_its_version(client: AsgiClient) -> None:
    address = f"{await added(client)}/read"
    reply = await client.get(address)
    assert (reply.status, reply.headers["etag"]) == (200, '"1"')
    assert (await client.get(address, if_none_match='"1"')).status == 304
