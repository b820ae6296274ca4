"""Whatever comes in: no answer tells of an error inside, and every status is one that the description names.

What the description allows may still break an invariant, which no schema tells, so that not all of it has to be
accepted.
"""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import positive_data_acceptance

from asgi_client import AsgiClient
from atomos import Application
from atomos.adapters.incoming.http.router import Router
from library import library
from profiles import examples

UNTOLD = {"400", "404", "405", "204"}
"""What may be answered where no operation is: a broken path, none, another method, and the answer to OPTIONS."""

many = settings(examples(200, nightly=10_000), suppress_health_check=list(HealthCheck))
few = settings(examples(40, nightly=2_000), suppress_health_check=list(HealthCheck))

names = st.sampled_from(
    [
        "title",
        "pages",
        "genre",
        "price",
        "amount",
        "currency",
        "tags",
        "other_prices",
        "printed_on",
        "book_id",
        "subtitle",
    ]
) | st.text(max_size=4)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(st.characters(codec=None, exclude_categories=()), max_size=8)
    | st.sampled_from(["9.5", "EUR", "fiction", "2020-01-01", "NaN", "\0", "0001-01-01T00:00:00+23:59"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4),
    max_leaves=12,
)
texts = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=12) | st.sampled_from(
    ["%00", "%ff", "%", "%2F", "..", "", "1e99", "true", "null", "2020-01-01T00:00:00Z", "9" * 30, "[]", "%ED%A0%80"]
)
segments = (
    st.sampled_from(["books", "find-books", "count-books", "lend", "edit", "read", "docs", "openapi.json"]) | texts
)
identities = st.uuids().map(str) | texts
targets = st.one_of(
    st.just("/books"),
    st.just("/find-books"),
    identities.map(lambda id: f"/books/{id}"),
    st.tuples(identities, st.sampled_from(["lend", "edit", "read"])).map(lambda pair: f"/books/{pair[0]}/{pair[1]}"),
    st.lists(segments, max_size=5).map(lambda parts: "/" + "/".join(parts)),
).map(lambda target: target.split("?")[0])
parameters = st.sampled_from(
    ["limit", "after", "sort", "title", "title[contains]", "pages[gte]", "genre", "price.amount[lt]", "lent_at[gt]",
     "lent_at[null]", "tags[contains]", "words", "id", "id[ne]"]
) | texts  # fmt: skip
queries = st.lists(st.tuples(parameters, texts), max_size=4).map(lambda pairs: "&".join(f"{n}={v}" for n, v in pairs))
octets = st.binary(max_size=20) | texts.map(str.encode)
headers = st.lists(
    st.one_of(
        st.tuples(st.just(b"content-type"), st.sampled_from([b"application/json", b"application/x+json"]) | octets),
        st.tuples(st.just(b"accept"), st.sampled_from([b"*/*", b"application/json", b"text/html;q=x"]) | octets),
        st.tuples(st.just(b"if-match"), st.sampled_from([b'"1"', b"*", b'W/"1"', b'"9999999999999999999"']) | octets),
        st.tuples(st.just(b"if-none-match"), st.sampled_from([b'"1"', b"*", b'"1", "2"']) | octets),
        st.tuples(st.just(b"idempotency-key"), st.sampled_from([b"a", b"b"]) | octets),
        st.tuples(st.just(b"content-length"), st.sampled_from([b"0", b"5", b"-1", b"9" * 40]) | octets),
        st.tuples(st.binary(min_size=1, max_size=8).map(bytes.lower), octets),
    ),
    max_size=5,
)
bodies = st.one_of(
    st.none(),
    st.dictionaries(names, values, max_size=6).map(lambda content: json.dumps(content).encode()),
    values.map(lambda content: json.dumps(content).encode()),
    st.binary(max_size=40),
    st.dictionaries(names, values, max_size=3).map(lambda content: json.dumps(content).encode()[:-1]),
)
methods = st.sampled_from(["GET", "POST", "DELETE", "HEAD", "OPTIONS", "PUT", "PATCH", "TRACE", "get"])


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[Application, Router[set[str]], asyncio.Runner]]:
    """The library, started, with the statuses that its description names for each operation."""
    with asyncio.Runner() as runner:
        app = library()
        runner.run(app.__aenter__())
        document = runner.run(AsgiClient(app).get("/openapi.json")).json
        named: Router[set[str]] = Router()
        for path, operations in document["paths"].items():
            for method, operation in operations.items():
                named.add(method.upper(), path, set(operation["responses"]))
        runner.run(AsgiClient(app).post("/books", {"title": "Momo", "pages": 304}))
        yield app, named, runner
        runner.run(app.__aexit__(None, None, None))


@many
@given(methods, targets, queries, headers, bodies)
def test_malformed_requests_are_answered_as_described(
    running: tuple[Application, Router[set[str]], asyncio.Runner],
    method: str,
    target: str,
    query: str,
    headers: list[tuple[bytes, bytes]],
    body: bytes | None,
) -> None:
    app, named, runner = running
    reply = runner.run(AsgiClient(app).send(method, f"{target}?{query}", body, headers))
    found = named.find(target)
    expected = found[0].get(method, UNTOLD) if found else UNTOLD | {"200", "304"}
    assert reply.status < 500
    assert str(reply.status) in expected, (reply.status, reply.body)


@pytest.fixture(scope="module")
def described() -> st.SearchStrategy[schemathesis.Case[Any]]:
    """Cases of every operation, as its description allows them and as it does not."""
    schema = schemathesis.openapi.from_asgi("/openapi.json", library()).exclude(path="/crash")
    operations = [result.ok() for result in schema.get_all_operations() if isinstance(result, Ok)]
    modes = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)
    return st.one_of([operation.as_strategy(generation_mode=mode) for operation in operations for mode in modes])


@few
@given(st.data())
def test_requests_made_from_the_description_are_answered_as_described(
    described: st.SearchStrategy[schemathesis.Case[Any]], data: st.DataObject
) -> None:
    data.draw(described).call_and_validate(excluded_checks=[positive_data_acceptance])
