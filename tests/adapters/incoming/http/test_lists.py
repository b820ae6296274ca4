"""Lists of entities and the pages of queries."""

from typing import Any
from urllib.parse import quote_plus

import pytest

from asgi_client import AsgiClient, Reply

BOOKS: list[dict[str, Any]] = [
    {"title": "Momo", "pages": 304, "price": {"amount": "9.50"}, "tags": ["time", "children"]},
    {"title": "Emil", "pages": 160, "tags": ["children"]},
    {"title": "Optics", "pages": 704, "genre": "science", "price": {"amount": "120", "currency": "USD"}},
    {"title": "Moments", "pages": 160, "genre": "science", "price": {"amount": "40"}},
]


@pytest.fixture
async def shelf(client: AsgiClient) -> AsgiClient:
    for book in BOOKS:
        await client.post("/books", book)
    return client


def titles(reply: Reply) -> list[str]:
    assert reply.status == 200, reply.body
    return [book["title"] for book in reply.json["items"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("title=Momo", ["Momo"]),
        ("title=Momo&title=Emil", ["Momo", "Emil"]),
        ("title[ne]=Momo", ["Emil", "Optics", "Moments"]),
        ("title[startswith]=Mom", ["Momo", "Moments"]),
        ("title[contains]=m", ["Momo", "Emil", "Moments"]),
        ("pages[gt]=160", ["Momo", "Optics"]),
        ("pages[gte]=160&pages[lt]=305", ["Momo", "Emil", "Moments"]),
        ("genre=science&pages[lte]=200", ["Moments"]),
        ("genre[ne]=science", ["Momo", "Emil"]),
        ("price.amount[gte]=40", ["Optics", "Moments"]),
        ("price.currency=EUR", ["Momo", "Moments"]),
        ("price.amount[null]=true", ["Emil"]),
        ("lent_at[null]=false", []),
        ("lent_at[lt]=2030-01-01T00:00:00Z", []),
        ("tags[contains]=children", ["Momo", "Emil"]),
        ("tags%5Bcontains%5D=time", ["Momo"]),
    ],
)
async def test_a_list_is_filtered(shelf: AsgiClient, query: str, expected: list[str]) -> None:
    assert titles(await shelf.get(f"/books?{query}")) == expected


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("title", ["Emil", "Moments", "Momo", "Optics"]),
        ("-pages,title", ["Optics", "Momo", "Emil", "Moments"]),
        ("price.amount", ["Momo", "Moments", "Optics", "Emil"]),
    ],
)
async def test_a_list_is_sorted(shelf: AsgiClient, sort: str, expected: list[str]) -> None:
    assert titles(await shelf.get(f"/books?sort={sort}")) == expected


@pytest.mark.parametrize("title", ["Käthe", "%", "a&b=c+d", "\U0010ffff", '"\\'])
async def test_a_text_of_any_script_is_found(client: AsgiClient, title: str) -> None:
    await client.post("/books", BOOKS[0] | {"title": title + "x"})
    assert titles(await client.get(f"/books?title[startswith]={quote_plus(title)}")) == [title + "x"]


async def test_pages_follow_one_another_by_their_links(shelf: AsgiClient) -> None:
    target, seen = "/books?sort=-title&limit=3&title[startswith]=", []
    while target:
        reply = await shelf.get(target)
        seen += titles(reply)
        link = reply.headers.get("link", "")
        target = link.removeprefix("<").removesuffix('>; rel="next"')
        assert (reply.json["next"] is None) == (not link)
    assert seen == ["Optics", "Momo", "Moments", "Emil"]


async def test_a_query_with_pages_links_to_the_next(shelf: AsgiClient) -> None:
    first = await shelf.get("/find-books?words=m&limit=2")
    last = await shelf.get(first.headers["link"].split(">")[0][1:])
    assert titles(first) + titles(last) == ["Momo", "Emil", "Moments"]
    assert "link" not in last.headers


async def test_a_query_takes_several_values_by_repetition(client: AsgiClient) -> None:
    assert (await client.get("/find-books?genre=science&genre=fiction")).status == 200
    reply = await client.get("/find-books?genre=science&genre=poetry&words=a&words=b&limit=0&x=1")
    assert reply.json["errors"] == [
        {"parameter": "x", "detail": "is not a parameter here"},
        {"parameter": "words", "detail": "is given more than once"},
        {"parameter": "genre", "detail": "Invalid enum value 'poetry'"},
        {"parameter": "limit", "detail": "Expected `int` >= 1"},
    ]


async def test_everything_wrong_with_a_list_is_named(client: AsgiClient) -> None:
    reply = await client.get("/books?limit=101&sort=title,-secret&after=a&after=b&pages[gte]=many&price=1&genre[lt]=a")
    assert reply.status == 422
    assert {error["parameter"] for error in reply.json["errors"]} == {
        "limit",
        "sort",
        "after",
        "pages[gte]",
        "price",
        "genre[lt]",
    }


@pytest.mark.parametrize(
    "query", ["after=nonsense", "limit=x", "limit=", "lent_at[gt]=2020-01-01T00:00:00", "pages=1e99"]
)
async def test_a_wrong_value_is_refused(client: AsgiClient, query: str) -> None:
    assert (await client.get(f"/books?{query}")).status == 422


@pytest.mark.parametrize("query", ["title=%00", "title[contains]=a%00b", "after=%00"])
async def test_a_nul_character_is_refused(client: AsgiClient, query: str) -> None:
    assert (await client.get(f"/books?{query}")).status == 422


@pytest.mark.parametrize("query", ["title=%ff", "&".join(["a=1"] * 1001)])
async def test_a_query_that_cannot_be_read_is_refused(client: AsgiClient, query: str) -> None:
    assert (await client.get(f"/books?{query}")).status == 400


async def test_reading_one_takes_no_parameters(client: AsgiClient) -> None:
    reply = await client.get("/books/7?x=1")
    assert [error["parameter"] for error in reply.json["errors"]] == ["x", "book_id"]
