"""The description of the API."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from openapi_spec_validator import validate

from asgi_client import AsgiClient
from atomos import HttpSettings, anyone
from library import library
from services import built, service_of


@pytest.fixture
async def document() -> Any:
    settings = HttpSettings(prefix="/api", title="The library", version="2", description="Books.", page_limit=20)
    return (await AsgiClient(library(settings)).get("/api/openapi.json")).json


def test_it_is_valid(document: Any) -> None:
    validate(document)
    assert document["openapi"] == "3.1.0"
    assert document["info"] == {"title": "The library", "version": "2", "description": "Books."}
    assert document["servers"] == [{"url": "/api"}]


def test_every_operation_has_a_name_of_its_own(document: Any) -> None:
    ids = [operation["operationId"] for path in document["paths"].values() for operation in path.values()]
    assert sorted(ids) == [
        "add_book",
        "count_books",
        "crash",
        "edit_book",
        "find_books",
        "get_book",
        "lend_book",
        "list_books",
        "read_book",
        "remove_book",
    ]


def test_operations_are_grouped_by_entity(document: Any) -> None:
    assert document["paths"]["/books"]["post"]["tags"] == ["Book"]
    assert document["paths"]["/count-books"]["get"]["tags"] == ["library"]


def test_a_body_is_described_with_its_constraints(document: Any) -> None:
    schemas = document["components"]["schemas"]
    assert schemas["AddBook"]["description"] == "Adds a book to the shelf."
    assert schemas["AddBook"]["required"] == ["title", "pages"]
    assert schemas["AddBook"]["additionalProperties"] is False
    assert schemas["AddBook"]["properties"]["title"] == {"type": "string", "minLength": 1}
    assert schemas["AddBook"]["properties"]["pages"]["minimum"] == 1
    assert schemas["Price"]["properties"]["currency"] == {
        "type": "string",
        "minLength": 3,
        "maxLength": 3,
        "default": "EUR",
    }
    assert schemas["Price"]["properties"]["amount"]["description"] == ">= 0"


def test_a_field_that_stands_in_the_path_is_not_in_the_body(document: Any) -> None:
    operation = document["paths"]["/books/{book_id}/edit"]["post"]
    assert list(document["components"]["schemas"]["EditBookBody"]["properties"]) == ["title", "subtitle"]
    assert operation["requestBody"]["required"] is False
    assert {(p["in"], p["name"]) for p in operation["parameters"]} == {
        ("path", "book_id"),
        ("header", "If-Match"),
        ("header", "Idempotency-Key"),
    }


def test_the_statuses_of_a_command_are_named(document: Any) -> None:
    statuses = {name: set(document["paths"][f"/books{name}"]["post"]["responses"]) for name in ("", "/{book_id}/lend")}
    common = {"400", "403", "404", "406", "408", "409", "413", "415", "422", "500", "503"}
    assert statuses == {"": common | {"201"}, "/{book_id}/lend": common | {"200", "412"}}


def test_the_statuses_of_reading_are_named(document: Any) -> None:
    assert set(document["paths"]["/books/{book_id}"]["get"]["responses"]) == {
        "200", "304", "400", "404", "406", "409", "422", "500", "503",
    }  # fmt: skip


def test_a_list_describes_its_filters(document: Any) -> None:
    parameters = {p["name"]: p["schema"] for p in document["paths"]["/books"]["get"]["parameters"]}
    assert parameters["limit"] == {"type": "integer", "minimum": 1, "maximum": 20, "default": 20}
    assert parameters["title"] == {"type": "array", "items": {"type": "string"}}
    assert parameters["lent_at[gte]"] == {"type": "string", "format": "date-time"}
    assert parameters["lent_at[null]"] == {"type": "boolean"}
    assert "-price.amount" in parameters["sort"]["items"]["enum"]
    assert "price" not in parameters


def test_an_answer_is_described(document: Any) -> None:
    answer = document["paths"]["/books"]["post"]["responses"]["201"]
    assert answer["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Book"}
    assert set(answer["headers"]) == {"ETag", "Location", "Idempotency-Replayed"}
    assert "content" not in document["paths"]["/crash"]["post"]["responses"]["204"]


@dataclass
class Note:
    id: UUID
    text: str


@dataclass(frozen=True)
class Write:
    text: str


@dataclass(frozen=True)
class WriteAll:
    notes: list[Write]


@dataclass(frozen=True)
class Rewrite:
    note_id: UUID
    text: str


def write(command: Write, new_id: UUID) -> Note:
    return Note(new_id, command.text)


def write_all(command: WriteAll) -> None:
    """Writes them."""


def rewrite(command: Rewrite, note: Note) -> None:
    note.text = command.text


async def test_messages_inside_others_and_shapes_of_one_name_are_described_once() -> None:
    service = service_of(write, write_all, rewrite)
    service.offer(Write, WriteAll, Rewrite, to=anyone)
    document = (await AsgiClient(built(service)).get("/openapi.json")).json
    validate(document)
    assert set(document["components"]["schemas"]) == {"Write", "WriteAll", "RewriteBody", "NoteId", "Problem"}


async def test_without_documentation_there_is_none() -> None:
    client = AsgiClient(library(HttpSettings(docs=False)))
    assert [(await client.get(path)).status for path in ("/openapi.json", "/docs")] == [404, 404]
