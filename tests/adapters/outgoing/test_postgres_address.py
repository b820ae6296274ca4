"""What is wrong with the way to a PostgreSQL database, in one sentence."""

import socket

import pytest

from atomos import Misconfigured, Unavailable
from atomos.adapters.outgoing.postgres import PostgresSettings, from_url


async def refusal_of(url: str, error: type[Exception], settings: PostgresSettings | None = None) -> str:
    with pytest.raises(error) as raised:
        await from_url(url, [], settings).open()
    return str(raised.value)


@pytest.mark.parametrize(
    "url", ["mysql://root@127.0.0.1/shop", "postgresql://root@127.0.0.1:many/shop", "postgresql://root@[::1/shop"]
)
async def test_what_is_no_address_is_told_with_the_right_form(url: str) -> None:
    said = await refusal_of(url, Misconfigured)
    assert said == "this is no address of a PostgreSQL database; write postgresql://user@host:port/database"


async def test_a_user_that_the_server_does_not_know_is_told(postgres_url: str) -> None:
    stranger = postgres_url.replace("//", "//nobody-here:secret@", 1).replace("secret@root@", "secret@")
    said = await refusal_of(stranger, Misconfigured)
    assert "refuses the user or the password" in said
    assert "secret" not in said


async def test_a_server_that_does_not_answer_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        address = f"postgresql://root@127.0.0.1:{port}/shop"
        said = await refusal_of(address, Unavailable, PostgresSettings(connect_timeout=0.1))
    assert said == (
        f"PostgreSQL at 127.0.0.1:{port}, database shop does not answer; "
        "is the server running, and may it be reached from here?"
    )
