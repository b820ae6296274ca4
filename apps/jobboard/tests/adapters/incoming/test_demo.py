"""The demonstration as a visitor meets it: a process, a port, a browser."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DEMO = [sys.executable, "-m", "jobboard.demo"]
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "PORT")}
WIDTHS = (320, 1280)
CONTRAST = """
    (selectors) => {
      const channel = (c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
      const luminance = (rgb) => { const [r, g, b] = rgb.map(channel); return 0.2126*r + 0.7152*g + 0.0722*b; };
      const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
      const ground = (element) => {
        for (let e = element; e; e = e.parentElement) {
          const colour = rgb(getComputedStyle(e).backgroundColor);
          if (colour.length < 4 || colour[3] > 0) return colour.slice(0, 3);
        }
        return [255, 255, 255];
      };
      return selectors.map((selector) => {
        const element = document.querySelector(selector);
        const [a, b] = [rgb(getComputedStyle(element).color).slice(0, 3), ground(element)].map(luminance);
        return [selector, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)];
      });
    }
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    demo = subprocess.Popen([*DEMO, "--port", "0"], cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True)
    assert demo.stdout
    with demo, demo.stdout as output:
        said = output.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", said)
        assert found, said
        yield found[0]
        demo.send_signal(signal.SIGINT)
        assert demo.wait(10) == 0


@pytest.fixture(scope="module")
def chromium(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(params=WIDTHS)
def page(request: pytest.FixtureRequest, chromium: Browser, address: str) -> Iterator[Page]:
    context = chromium.new_context(
        viewport={"width": request.param, "height": 800}, java_script_enabled=True, base_url=address
    )
    yield context.new_page()
    context.close()


def test_the_board_is_filled_and_says_that_its_dates_were_moved(address: str) -> None:
    page = httpx.get(address).text

    assert re.search(r"\d{3} postings", page)
    assert "their dates moved to these days" in page
    assert "City of New York, NYC Open Data." in page
    assert "Canadian Digital Service." in page
    assert len(re.findall(r"all dates were moved on by [\d,]+ days", page)) == 2
    assert "shown as if they were still open" in page


def test_the_derived_interface_stands_beside_the_pages(address: str) -> None:
    found = httpx.get(f"{address}/api/postings", params={"limit": 2}).json()

    assert "searchable" not in str(found)
    assert httpx.get(f"{address}/api/openapi.json").json()["openapi"].startswith("3.1")
    assert httpx.post(f"{address}/api/organisations", json={"name": "Spam"}).is_error


def test_a_filled_board_is_served_as_it_is(address: str, folder: Path) -> None:
    """A second demonstration on the same database adds nothing."""
    before = re.search(r"[\d,]+ postings", httpx.get(address).text)
    with subprocess.Popen(
        [*DEMO, "--port", "0"], cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True
    ) as demo:
        assert demo.stdout
        said = demo.stdout.readline()
        again = httpx.get(said.split()[5]).text
        demo.send_signal(signal.SIGINT)

    assert before
    assert before[0] in again


def test_a_port_in_use_is_told_in_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            DEMO, cwd=tmp_path, env=ENVIRONMENT | {"PORT": port}, capture_output=True, text=True, check=False
        )

    assert done.returncode == 2
    assert done.stderr == f"Error: port {port} of 127.0.0.1 is in use; choose another one with --port\n"
    assert not list(tmp_path.iterdir())


def test_someone_searches_reads_and_comes_back(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Words").fill("engineer")
    page.get_by_label("Words").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Open postings")
    titles = page.locator(".cards h2 a")
    expect(titles.first).to_be_visible()
    first = titles.first.inner_text()

    titles.first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(first)
    expect(page.locator("dl.facts")).to_contain_text("Posted")

    page.go_back()
    expect(page.get_by_label("Words")).to_have_value("engineer")


def test_pages_lead_on_and_back_to_the_first(page: Page) -> None:
    page.goto("/?sort=salary")
    first = page.locator(".cards h2 a").all_inner_texts()
    page.get_by_role("link", name="Next page").click()
    second = page.locator(".cards h2 a").all_inner_texts()
    expect(page.get_by_label("Order")).to_have_value("salary")

    page.get_by_role("link", name="First page").click()

    assert page.locator(".cards h2 a").all_inner_texts() == first
    assert len(second) == 20


def test_everything_can_be_reached_by_keyboard(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Words")).to_be_focused()
    for name in ("Place", "Order"):
        page.keyboard.press("Tab")
        expect(page.get_by_label(name)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Search")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".cards h2 a").first).to_be_focused()


@pytest.mark.parametrize("path", ["/", "/?words=zzzz", "/?words=developer", "/elsewhere"])
def test_no_page_scrolls_sideways(page: Page, path: str) -> None:
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_full_posting_fits_and_has_one_main_heading(page: Page) -> None:
    page.goto("/?words=canadian digital service developer")
    page.locator(".cards h2 a").first.click()

    expect(page.locator(".description")).to_be_visible()
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto("/")
    selectors = [
        "h1",
        ".brand",
        ".search label",
        "button",
        ".count",
        ".cards h2 a",
        ".employer",
        ".salary",
        "footer li",
    ]

    assert [(name, ratio) for name, ratio in page.evaluate(CONTRAST, selectors) if ratio < 4.5] == []


def test_targets_are_large_enough(page: Page) -> None:
    page.goto("/")
    sizes = page.evaluate(
        """() => [...document.querySelectorAll("header a, main a, button, input, select")].map((element) => {
            const box = element.getBoundingClientRect();
            return [element.outerHTML.slice(0, 60), box.width, box.height];
        })"""
    )

    assert [each for each in sizes if min(each[1:]) < 24] == []


def test_the_console_stays_silent(page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("requestfailed", lambda request: said.append(request.url))

    page.goto("/")
    page.locator(".cards h2 a").first.click()
    page.wait_for_load_state("networkidle")

    assert said == []
