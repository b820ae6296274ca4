"""The page that shows the API."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
import uvicorn
from playwright.sync_api import expect, sync_playwright

from asgi_client import AsgiClient
from atomos import HttpSettings
from library import library


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("/docs", "text/html; charset=utf-8"),
        ("/docs/page.js", "text/javascript; charset=utf-8"),
        ("/docs/page.css", "text/css; charset=utf-8"),
        ("/openapi.json", "application/json"),
    ],
)
async def test_each_part_is_served_and_can_be_kept(path: str, content_type: str) -> None:
    client = AsgiClient(library())
    reply = await client.get(path)
    assert (reply.status, reply.headers["content-type"]) == (200, content_type)
    assert (await client.get(path, if_none_match=reply.headers["etag"])).status == 304


async def test_nothing_comes_from_elsewhere() -> None:
    client = AsgiClient(library())
    for path in ("/docs", "/docs/page.js", "/docs/page.css"):
        assert not re.findall(rb"(?:https?:)?//[a-z]", (await client.get(path)).body)
    assert "default-src 'none'" in (await client.get("/docs")).headers["content-security-policy"]


@contextmanager
def served() -> Iterator[str]:
    """The library on a free port."""
    app = library(HttpSettings(prefix="/api"))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/api"
    server.should_exit = True
    thread.join()


def test_an_operation_is_found_and_tried_by_keyboard(chromium_path: str) -> None:
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox"])
        page = browser.new_page(color_scheme="dark")
        mistakes: list[str] = []
        page.on("console", lambda message: mistakes.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: mistakes.append(str(error)))
        page.goto(f"{address}/docs")
        expect(page.locator("h2")).to_have_text(["Book", "library"])
        page.keyboard.press("/")
        page.keyboard.type("add book")
        expect(page.locator("details:visible")).to_have_count(1)
        operation = page.locator("#add_book")
        operation.locator("summary").focus()
        page.keyboard.press("Enter")
        operation.locator("textarea").fill('{"title": "Momo", "pages": 304}')
        operation.get_by_role("button", name="Send").press("Enter")
        expect(operation.get_by_text("201 Created", exact=True)).to_be_visible()
        expect(operation.locator("pre")).to_contain_text('"title": "Momo"')
        browser.close()
    assert mistakes == []
