"""The page that shows the API."""

import re

import pytest
from playwright.sync_api import expect, sync_playwright

from asgi_client import AsgiClient
from atomos import HttpSettings
from library import library
from serving import served


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


def test_an_operation_is_found_and_tried_by_keyboard(chromium_path: str) -> None:
    app = library(HttpSettings(prefix="/api"))
    with served(app) as (host, port), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox"])
        page = browser.new_page(color_scheme="dark")
        mistakes: list[str] = []
        page.on("console", lambda message: mistakes.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: mistakes.append(str(error)))
        page.goto(f"http://{host}:{port}/api/docs")
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
