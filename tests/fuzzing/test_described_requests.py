"""Requests made from the description, as it allows them and as it does not, are answered as it says."""

from typing import Any, TypeAlias

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from profiles import examples
from raw_requests import RawRequest, Served

Case: TypeAlias = schemathesis.Case[Any]

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def described(served: Served) -> st.SearchStrategy[Case]:
    """Cases of every operation."""
    operations = schemathesis.openapi.from_dict(dict(served.document)).get_all_operations()
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    described = [each.ok() for each in operations]  # type: ignore[union-attr]  # an invalid description ends here
    return st.one_of([each.as_strategy(generation_mode=mode) for each in described for mode in modes])


@settings(
    examples(50, nightly=2_500),
    phases=[Phase.generate, Phase.shrink],
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(st.data())
def test_what_is_sent_from_the_description_is_answered_as_it_says(
    served: Served, described: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    case = data.draw(described)
    sent = requests.Request(**case.as_transport_kwargs(base_url=f"http://127.0.0.1{served.prefix}")).prepare()
    reply = served.send(raw(sent))
    event(f"answered {reply.status}")
    headers: dict[str, list[str]] = {}
    for name, value in reply.sent[0]["headers"]:
        headers.setdefault(name.decode(), []).append(value.decode())
    case.validate_response(Response(reply.status, headers, reply.body, sent, elapsed=0, verify=False), checks=CHECKS)


def raw(sent: requests.PreparedRequest) -> RawRequest:
    path, _, query = str(sent.path_url).encode().partition(b"?")
    body: Any = sent.body or b""
    headers = [(latin(name).lower(), latin(value)) for name, value in sent.headers.items()]
    return RawRequest(str(sent.method), path, query, headers, [body.encode() if isinstance(body, str) else body])


def latin(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("latin-1")
