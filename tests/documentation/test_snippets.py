"""How the pages are read: what runs, what is compared, what is left alone."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from snippets import Command, Reader, commands_of, snippets_of


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    with ExitStack() as stack:
        yield Reader(tmp_path, stack)


def follow(reader: Reader, page: str) -> None:
    for snippet in snippets_of(page):
        reader.follow(snippet)


def test_a_named_program_can_be_imported_by_the_next(reader: Reader) -> None:
    follow(
        reader,
        "```python\n# shop.py\nprice = 2\n```\n"
        "```python\n# shop.py (continued)\ntotal = price * 3\n```\n"
        "```python\nfrom shop import total\nassert total == 6\n```\n",
    )


def test_a_program_that_fails_is_told_with_its_output(reader: Reader) -> None:
    with pytest.raises(AssertionError, match="NameError: name 'price' is not defined"):
        follow(reader, "```python\nprint(price)\n```\n")


def test_a_command_prints_what_is_shown(reader: Reader) -> None:
    follow(reader, "```console\n$ mkdir shop\n$ cd shop\n$ pwd\n/.../shop\n$ ls none; echo $?\nls: ...\n2\n```\n")


def test_a_command_that_prints_something_else_is_told(reader: Reader) -> None:
    with pytest.raises(AssertionError, match="the page shows:\nthree"):
        follow(reader, "```console\n$ echo two\nthree\n```\n")


def test_a_command_without_shown_output_must_succeed(reader: Reader) -> None:
    with pytest.raises(AssertionError, match="exit status 1"):
        follow(reader, "```console\n$ false\n```\n")


def test_a_served_page_is_asked_on_a_free_port(reader: Reader) -> None:
    follow(
        reader,
        "<!-- serves: 8000 -->\n```console\n$ python -m http.server --bind 127.0.0.1 8000\n```\n"
        "```python\nfrom urllib.request import urlopen\n\n"
        "with urlopen('http://127.0.0.1:8000/') as answer:\n    assert answer.status == 200\n```\n",
    )

    assert reader.ports["8000"] != "8000"


def test_a_block_marked_as_not_run_is_left_alone(reader: Reader) -> None:
    follow(reader, "<!-- not run: it would never end -->\n```python\nraise SystemExit(1)\n```\n")


def test_a_marker_holds_for_the_next_block_only() -> None:
    page = "<!-- not run: slow -->\n```python\na\n```\n\n```python\nb\n```\n"

    assert [(snippet.not_run, snippet.line) for snippet in snippets_of(page)] == [(True, 3), (False, 7)]


def test_a_long_command_goes_on_after_a_backslash() -> None:
    console = "$ echo a \\\n    b\na b\n$ true\n"

    assert list(commands_of(console)) == [Command("echo a \\\n    b", "a b"), Command("true", "")]
