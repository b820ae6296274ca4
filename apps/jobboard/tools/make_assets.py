"""Make what the pages are served with: style sheet, script, the picture of shared links, compiled translations.

Needs Node for the style sheet and the script, and a Chromium for the picture; those who run the board need neither.
`python tools/make_assets.py translations` makes only the translations.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from babel.messages.frontend import CommandLineInterface
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "assets"
PAGES = ROOT / "src" / "jobboard" / "adapters" / "incoming" / "pages"
TEMPLATE = ROOT / "assets" / "pages.pot"
LANGUAGES = ("fr",)


def main() -> None:
    if sys.argv[1:] != ["translations"]:
        make_style_and_script()
        make_picture()
    make_translations()


def make_style_and_script() -> None:
    subprocess.run(["npm", "install", "--no-package-lock", "--no-audit", "--no-fund"], cwd=SOURCES, check=True)  # noqa: S607 -- the one on the path
    tailwind = SOURCES / "node_modules" / ".bin" / "tailwindcss"
    style = PAGES / "static" / "site.css"
    subprocess.run(  # noqa: S603 -- a program and paths of our own
        [tailwind, "--input", "site.css", "--output", style, "--minify"], cwd=SOURCES, check=True
    )
    shutil.copyfile(SOURCES / "node_modules" / "htmx.org" / "dist" / "htmx.min.js", PAGES / "static" / "htmx.min.js")


def make_picture() -> None:
    """Most places where links are shared show no SVG."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        page = browser.new_page(viewport={"width": 1200, "height": 630})
        page.goto((SOURCES / "picture.svg").as_uri())
        page.screenshot(path=PAGES / "static" / "picture.png")


def make_translations() -> None:
    """Find the texts, bring each language's catalogue up to date with them, and compile it."""
    catalogue = ["--domain", "pages", "--output-dir", str(PAGES / "locale")]
    found = ["--mapping-file", str(SOURCES / "babel.cfg"), "--no-location", "--sort-output"]
    found += ["--keywords", "N_", "--keywords", "_gettext", "--keywords", "_ngettext:1,2"]
    _babel("extract", *found, "--project", "Job board", "--output-file", str(TEMPLATE), str(PAGES))
    for language in LANGUAGES:
        options = ["--locale", language, "--input-file", str(TEMPLATE), *catalogue]
        if (PAGES / "locale" / language / "LC_MESSAGES" / "pages.po").exists():
            _babel("update", *options, "--ignore-obsolete", "--no-fuzzy-matching", "--ignore-pot-creation-date")
        else:
            _babel("init", *options)
    TEMPLATE.unlink()
    _babel("compile", "--domain", "pages", "--directory", str(PAGES / "locale"))


def _babel(*arguments: str) -> None:
    CommandLineInterface().run(["pybabel", "--quiet", *arguments])  # type: ignore[no-untyped-call]  # Babel's own


if __name__ == "__main__":
    main()
