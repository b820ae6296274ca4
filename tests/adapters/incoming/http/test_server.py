"""The API behind a real server, spoken to byte by byte."""

import json
import re
import socket
from collections.abc import Iterator

import pytest

from library import library
from serving import served

LAST = b"Connection: close\r\n"
BOOK = json.dumps({"title": "Momo", "pages": 304}).encode()


@pytest.fixture(scope="module")
def address() -> Iterator[tuple[str, int]]:
    with served(library()) as found:
        yield found


def spoken(address: tuple[str, int], *parts: bytes) -> bytes:
    """What the server says until it closes, after each part was sent."""
    with socket.create_connection(address, timeout=10) as connection:
        for part in parts:
            connection.sendall(part)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def post(path: bytes, headers: bytes, body: bytes = b"") -> bytes:
    head = b"POST %s HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n%s\r\n" % (path, headers)
    return head + body


def statuses(answer: bytes) -> list[int]:
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", answer)]


def test_a_connection_is_kept_for_the_next_request(address: tuple[str, int]) -> None:
    request = post(b"/books", b"Content-Length: %d\r\n" % len(BOOK), BOOK)
    assert statuses(spoken(address, request, b"GET /books HTTP/1.1\r\nHost: here\r\n" + LAST + b"\r\n")) == [201, 200]


def test_a_body_in_chunks_is_read(address: tuple[str, int]) -> None:
    chunks = b"%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n" % (5, BOOK[:5], len(BOOK) - 5, BOOK[5:])
    assert statuses(spoken(address, post(b"/books", LAST + b"Transfer-Encoding: chunked\r\n", chunks))) == [201]


def test_a_body_in_too_many_chunks_is_refused_and_passed_over(address: tuple[str, int]) -> None:
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    request = post(b"/books", b"Transfer-Encoding: chunked\r\n")
    next_one = b"GET /books HTTP/1.1\r\nHost: here\r\n" + LAST + b"\r\n"
    assert statuses(spoken(address, request, *[chunk] * 17, b"0\r\n\r\n", next_one)) == [413, 200]


def test_a_body_that_says_it_is_too_large_is_refused_before_it_comes(address: tuple[str, int]) -> None:
    assert statuses(spoken(address, post(b"/books", LAST + b"Content-Length: 1048577\r\n")))[:1] == [413]


def test_a_client_that_leaves_in_the_middle_leaves_nothing(address: tuple[str, int]) -> None:
    before = spoken(address, b"GET /count-books HTTP/1.1\r\nHost: here\r\n" + LAST + b"\r\n")
    with socket.create_connection(address) as connection:
        connection.sendall(post(b"/books", b"Content-Length: %d\r\n" % len(BOOK), BOOK[:-1]))
    after = spoken(address, b"GET /count-books HTTP/1.1\r\nHost: here\r\n" + LAST + b"\r\n")
    assert before.split(b"\r\n\r\n")[1] == after.split(b"\r\n\r\n")[1]


def test_head_and_no_content_say_nothing_after_their_headers(address: tuple[str, int]) -> None:
    answer = spoken(address, b"HEAD /count-books HTTP/1.1\r\nHost: here\r\n" + LAST + b"\r\n")
    assert answer.endswith(b"\r\n\r\n")
    answer = spoken(address, b"OPTIONS /books HTTP/1.1\r\nHost: here\r\n" + LAST + b"\r\n")
    assert (statuses(answer), answer.endswith(b"\r\n\r\n")) == ([204], True)
