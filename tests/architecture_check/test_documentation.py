import ast
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import atomos

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "checks.md").read_text(encoding="utf-8")
CODE = r"[a-z]+(-[a-z]+)+"


def trees(*patterns: str) -> Iterator[ast.Module]:
    for pattern in patterns:
        for file in Path(atomos.__path__[0]).glob(pattern):
            yield ast.parse(file.read_text(encoding="utf-8"))


def codes_of_the_architecture() -> Iterator[str]:
    """Every text in the package that has the form of a code; nothing else in it has."""
    for tree in trees("architecture/**/*.py"):
        texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
        yield from (text for text in texts if isinstance(text, str) and re.fullmatch(CODE, text))


def codes_of_the_build() -> Iterator[str]:
    """The first argument of every `Fault(…)` and `Refusal(…)`, as a pattern where a part of it is put in."""
    for tree in trees("*.py", "core/wiring/**/*.py", "adapters/incoming/**/*.py"):
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Name(id="Fault" | "Refusal"), args=[ast.Constant(value=str(code)), *_]):
                    yield code
                case ast.Call(func=ast.Name(id="Fault" | "Refusal"), args=[ast.JoinedStr(values=parts), *_]):
                    yield "".join(str(p.value) if isinstance(p, ast.Constant) else "[a-z]+" for p in parts)


def codes_on_the_page() -> list[str]:
    first_cells = re.findall(r"^\| ((?:`[a-z-]+`(?:, )?)+) \|", PAGE, flags=re.MULTILINE)
    return [code for cell in first_cells for code in re.findall(r"`([a-z-]+)`", cell)]


def test_every_code_stands_on_the_page() -> None:
    codes = {*codes_of_the_architecture(), *codes_of_the_build()}
    page = codes_on_the_page()

    assert sorted(code for code in codes if not any(re.fullmatch(code, told) for told in page)) == []


def test_the_page_has_no_code_that_is_gone_and_none_twice() -> None:
    codes = {*codes_of_the_architecture(), *codes_of_the_build()}
    page = codes_on_the_page()

    assert [told for told in page if not any(re.fullmatch(code, told) for code in codes)] == []
    assert len(page) == len(set(page))


def test_the_page_shows_the_layout_as_it_is_checked() -> None:
    layout = (files("atomos.architecture") / "layout.feature").read_text(encoding="utf-8")

    assert f"```gherkin\n{layout}```" in PAGE
