from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from jobboard.adapters.incoming.pages.plain_query import PlainQuery


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        (b"words=caf\xc3\xa9&place=a%20b", b"words=caf%C3%A9&place=a%20b"),
        (b"\x80", b"%80"),
        (b"words=a+b", b"words=a+b"),
    ],
)
async def test_a_query_is_read_in_plain_ascii(sent: bytes, read: bytes) -> None:
    seen: list[Any] = []

    async def page(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope["query_string"])

    await PlainQuery(page)({"type": "http", "query_string": sent}, _nothing, _nothing)

    assert seen == [read]


async def _nothing(*_: object) -> Any: ...
