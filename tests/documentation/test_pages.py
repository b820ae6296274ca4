"""Every snippet of the documentation runs, and shows what really comes."""

import shutil
from contextlib import ExitStack
from pathlib import Path

import pytest

from machine import leave_out
from snippets import Reader, snippets_of

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted(ROOT.glob("docs/**/*.md"))]
UNCHECKED = {"", "bash", "sh", "shell", "pycon", "py"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_does_what_it_shows(page: Path, tmp_path: Path) -> None:
    text = page.read_text(encoding="utf-8")
    if "$ curl" in text and not shutil.which("curl"):
        leave_out("no curl on the PATH, which the pages use")
    with ExitStack() as stack:
        reader = Reader(tmp_path, stack)
        for snippet in snippets_of(text):
            try:
                reader.follow(snippet)
            except AssertionError as error:
                pytest.fail(f"{page.relative_to(ROOT)}, line {snippet.line}:\n{error}", pytrace=False)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_names_the_language_of_each_block(page: Path) -> None:
    blocks = snippets_of(page.read_text(encoding="utf-8"))

    assert [block.line for block in blocks if block.language in UNCHECKED and not block.not_run] == []
