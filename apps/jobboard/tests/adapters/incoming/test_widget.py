"""The widget on a page of somebody else, which forbids all that it does not need."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
import uvicorn
from playwright.async_api import Page, async_playwright

from atomos import Application
from jobboard.core.domain.place import Location

Publish = Callable[..., Awaitable[str]]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
PAGE = """
<!doctype html>
<html lang="{lang}">
<title>Ours</title>
<main><script src="{board}/widget.js" {data} async></script></main>
"""


@asynccontextmanager
async def served(app: Any) -> AsyncIterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
        serving = asyncio.create_task(server.serve([listener]))
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        await serving


@asynccontextmanager
async def opened(board: Application, chromium: str, data: str, lang: str = "en") -> AsyncIterator[tuple[Page, str]]:
    """A page of another origin with the widget, in a browser that keeps to the documented policy."""

    async def host(scope: Any, receive: Any, send: Any) -> None:
        allowed = f"script-src {address}; connect-src {address}"
        policy = f"default-src 'none'; {allowed}; require-trusted-types-for 'script'".encode()
        headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-security-policy", policy)]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": PAGE.format(board=address, data=data, lang=lang).encode()})

    async with served(board) as address, served(host) as elsewhere, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = await browser.new_page()
        problems: list[str] = []
        page.on("console", lambda message: problems.append(message.text))
        page.on("pageerror", lambda error: problems.append(str(error)))
        await page.goto(elsewhere)
        yield page, address
        await browser.close()
        assert [each for each in problems if "favicon" not in each and "404" not in each] == []


async def test_the_open_postings_stand_where_the_script_does(
    board: Application, publish: Publish, chromium_path: str
) -> None:
    slug = await publish(title="Cook <b>", location=Location("US", "US-NY", "Brooklyn"))

    async with opened(board, chromium_path, "data-board='parks-trees'") as (page, address):
        link = page.locator("main a")
        await link.wait_for()
        assert await link.inner_text() == "Cook <b>"
        assert await link.get_attribute("href") == f"{address}/postings/{slug}"
        assert await page.locator("main li span").inner_text() == "Brooklyn, NY, US"
        assert await page.get_by_role("list", name="Open postings").count() == 1
        assert await page.evaluate("Object.keys(window).filter((name) => /board|widget/.test(name))") == []


async def test_no_more_are_shown_than_are_wanted(board: Application, publish: Publish, chromium_path: str) -> None:
    for title in ("Cook", "Clerk", "Nurse"):
        await publish(title=title)

    async with opened(board, chromium_path, "data-board='parks-trees' data-limit='2'") as (page, _):
        await page.locator("main li").first.wait_for()
        assert await page.locator("main li").count() == 2


@pytest.mark.parametrize(("lang", "told"), [("en-GB", "See the open postings"), ("fr", "Voir les postes ouverts")])
async def test_a_board_that_does_not_answer_is_linked_to(
    board: Application, chromium_path: str, lang: str, told: str
) -> None:
    async with opened(board, chromium_path, "data-board='none'", lang) as (page, address):
        link = page.locator("main a")
        await link.wait_for()
        assert await link.inner_text() == told
        assert await link.get_attribute("href") == f"{address}/organisations/none"


async def test_the_script_may_be_kept_and_is_the_same_for_everyone(browser: httpx.AsyncClient) -> None:
    script = await browser.get("/widget.js")

    assert script.headers["content-type"].startswith("text/javascript")
    assert script.headers["cache-control"] == "max-age=3600"
    assert "eval(" not in script.text
    assert "innerHTML" not in script.text
