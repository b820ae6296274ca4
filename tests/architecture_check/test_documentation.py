import ast
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import atomos

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "checks.md").read_text(encoding="utf-8")
CODE = r"[a-z]+(-[a-z]+)+"


def codes_in(*packages: str) -> Iterator[str]:
    """Every text in the source that is in the form of a code; nothing else in these packages is."""
    for package in packages:
        for file in Path(atomos.__path__[0], package).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and re.fullmatch(CODE, text := str(node.value)):
                    yield text


def test_the_page_has_every_code_and_no_other() -> None:
    assert sorted(re.findall(r"^\| `([a-z-]+)` \|", PAGE, flags=re.MULTILINE)) == sorted(set(codes_in("architecture")))


def test_the_page_shows_the_layout_as_it_is_checked() -> None:
    layout = (files("atomos.architecture") / "layout.feature").read_text(encoding="utf-8")

    assert f"```gherkin\n{layout}```" in PAGE
