"""Take the pictures of the documentation from a running demonstration: `take_screenshots.py http://127.0.0.1:8000`."""

import shutil
import sys
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

TARGET = Path(__file__).parents[3] / "docs" / "screenshots"
WIDE, NARROW = (1280, 860), (320, 700)
SEARCH = "/postings?words=engineer&employment=full_time&sort=salary"


def main(address: str) -> None:
    TARGET.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        take(browser, f"{address}/", "home", WIDE)
        take(browser, f"{address}{SEARCH}", "results", WIDE)
        take(browser, f"{address}{SEARCH}", "results-narrow", NARROW)
        take(browser, posting(browser, address), "posting-dark", WIDE, "dark")
        take(browser, posting(browser, f"{address}/fr"), "posting-french-narrow", NARROW)


def posting(browser: Browser, address: str) -> str:
    """The address of a posting with a description, in the language of this one."""
    page = browser.new_page()
    page.goto(f"{address}/postings?words=canadian digital service developer")
    page.locator("ol h2 a").first.click()
    return page.url


def take(
    browser: Browser, address: str, name: str, size: tuple[int, int], scheme: Literal["light", "dark"] = "light"
) -> None:
    width, height = size
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme, locale="en-US")
    page.goto(address)
    page.screenshot(path=TARGET / f"jobboard-{name}.png")


if __name__ == "__main__":
    main(*sys.argv[1:])
