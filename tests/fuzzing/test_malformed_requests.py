"""Whatever comes in, no answer tells of an error inside, and each status is one that the description names.

With `ATOMOS_TEST_NIGHTLY` more than 10,000 requests are sent to each service.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from profiles import examples
from raw_requests import RawRequest, Served

many = settings(
    examples(300, nightly=10_000),
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)

ODD = (
    *("", "0", "-1", "1e999", "NaN", "null", "true", "\0", "\ud800", "\U0010ffff", "\u202e", "'", '"', "%", "_", "\\"),
    *("9" * 30, str(2**63), str(-(2**63) - 1), "a" * 3000, "../..", "[]", "{}", "0001-01-01", "9999-12-31"),
    *("2020-01-01T00:00:00Z", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2020-02-30", "12:00"),
    *("00000000-0000-0000-0000-000000000000", "{00000000000000000000000000000000}", "urn:uuid:x"),
)
anything = st.text(st.characters(codec=None, exclude_categories=()), max_size=12)
texts = st.sampled_from(ODD) | anything
scalars = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | texts
octets = st.binary(max_size=24) | texts.map(lambda text: text.encode(errors="surrogatepass"))
methods = st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "X"])
broken_json = st.sampled_from(
    [b"{", b"[" * 50_000, b'{"a":1,}', b"\xff\xfe{}", b"\xef\xbb\xbf{}", b"nul", b'"\\ud800"']
)


def percent(data: bytes) -> bytes:
    return quote_from_bytes(data, safe="").encode()


def names_in(schema: Any) -> set[str]:
    """Every name of a property in a JSON schema."""
    if isinstance(schema, list):
        return {name for each in schema for name in names_in(each)}
    if not isinstance(schema, Mapping):
        return set()
    return {*schema.get("properties", ()), *(name for each in schema.values() for name in names_in(each))}


class Malformer:
    """Makes requests that look like those of a service and are wrong in some way, or in none."""

    def __init__(self, served: Served) -> None:
        self.operations = [
            (served.prefix + path, method.upper(), operation)
            for path, methods in served.document["paths"].items()
            for method, operation in methods.items()
        ]
        described = [parameter for _, _, operation in self.operations for parameter in operation["parameters"]]
        self.names = st.sampled_from(sorted(names_in(served.document) | {p["name"] for p in described})) | texts
        self.values = st.sampled_from(served.known) | scalars
        self.octets = st.sampled_from([known.encode() for known in served.known]) | octets

    def requests(self) -> st.SearchStrategy[RawRequest]:
        headers, bodies, wrong_paths = self.headers(), self.bodies(), self.wrong_paths()
        return st.one_of(
            [
                st.builds(
                    RawRequest,
                    st.just(method) | methods,
                    self.paths(path) | self.paths(path) | wrong_paths,
                    self.queries(operation),
                    headers,
                    bodies,
                )
                for path, method, operation in self.operations
            ]
        )

    def paths(self, template: str) -> st.SearchStrategy[bytes]:
        parts = [
            self.octets.map(percent) if part.startswith("{") else st.just(part.encode()) for part in template.split("/")
        ]
        return st.tuples(*parts).map(b"/".join)

    def wrong_paths(self) -> st.SearchStrategy[bytes]:
        """Segments that are encoded, broken or raw."""
        segments = self.octets.map(percent) | st.sampled_from(
            [b"%", b"%zz", b"%ff", b"%2f", b"..", b"", b"tasks", b"api"]
        )
        return st.lists(segments | st.binary(max_size=8), max_size=5).map(lambda parts: b"/" + b"/".join(parts))

    def queries(self, operation: Mapping[str, Any]) -> st.SearchStrategy[bytes]:
        own = [p["name"].encode() for p in operation["parameters"] if p["in"] == "query"] or [b"q"]
        names = st.sampled_from(own) | self.octets
        pairs = st.tuples(names, self.octets.map(percent) | st.binary(max_size=8)).map(b"=".join)
        return st.just(b"") | st.lists(pairs, max_size=4).map(b"&".join) | st.binary(max_size=20)

    def headers(self) -> st.SearchStrategy[list[tuple[bytes, bytes]]]:
        usual = {
            b"content-type": (b"application/json", b"application/json; charset=latin-1", b"text/plain"),
            b"content-length": (b"0", b"-1", b"9" * 40, b"1048577", b"1.5"),
            b"accept": (b"*/*", b"application/json;q=0", b"text/html;q=x", b","),
            b"if-match": (b'"1"', b"*", b'W/"1"', b'"99999999999999999999"', b'"'),
            b"if-none-match": (b'"1"', b"*", b'"1", W/"2"', b'"'),
            b"idempotency-key": (b"a", b"", b"\xff", b"k" * 256),
            b"host": (b"", b"a:b:c", b"\xff", b"[::1", b"example.org:99999999"),
            b"cookie": (b"a=b", b"=;=", b"\xff"),
            b"origin": (b"null", b"http://example.org", b"\xff"),
        }
        known = [st.tuples(st.just(name), st.sampled_from(values) | octets) for name, values in usual.items()]
        json_body = st.just((b"content-type", b"application/json"))
        return st.lists(json_body | st.one_of(*known) | st.tuples(st.binary(max_size=8), octets), max_size=5)

    def bodies(self) -> st.SearchStrategy[Sequence[bytes | None]]:
        values = st.recursive(
            self.values,
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(self.names, inner, max_size=4),
            max_leaves=12,
        )
        written = st.dictionaries(self.names, values, max_size=6).map(json.dumps).map(str.encode)
        whole = st.just(b"") | written | written | written.map(lambda body: body[:-1]) | broken_json | octets
        in_pieces = st.tuples(whole, st.integers(0, 20)).map(lambda body: [body[0][: body[1]], body[0][body[1] :]])
        left = st.lists(st.binary(max_size=8), max_size=2).map(lambda pieces: [*pieces, None])
        too_large = st.just([b" " * 600_000, b" " * 600_000])
        return st.one_of(whole.map(lambda body: [body]), in_pieces, left, too_large)


@pytest.fixture(scope="module")
def malformed(served: Served) -> st.SearchStrategy[RawRequest]:
    return Malformer(served).requests()


@pytest.mark.filterwarnings("ignore:Generating overly large repr")  # the strategy's own, told only on failure
@many
@given(st.data())
def test_no_answer_is_an_error_inside_or_has_a_status_that_is_not_described(
    served: Served, malformed: st.SearchStrategy[RawRequest], data: st.DataObject
) -> None:
    request = data.draw(malformed)
    reply = served.send(request)
    if not reply.sent:
        assert None in request.pieces
        return
    event(f"answered {reply.status}")
    statuses = served.statuses(request)
    assert reply.status < 500, reply.body
    assert statuses is None or reply.status in statuses, reply.body
