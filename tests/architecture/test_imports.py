"""The import rules of the framework and of its flagship, deferred imports included."""

import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from imports import Import, graph_of, imports_of

ROOT = Path(__file__).parents[2]
ATOMOS = imports_of("atomos", ROOT / "src")
JOBBOARD = imports_of("jobboard", ROOT / "apps" / "jobboard" / "src")


def _offences(imports: dict[str, list[Import]], within: str, allowed: tuple[str, ...]) -> list[str]:
    return [
        f"{module}, line {found.line}: {found.module}"
        for module, names in imports.items()
        if _is_under(module, within)
        for found in names
        if not any(_is_under(found.module, name) for name in allowed)
    ]


def _is_under(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def _is_testing(module: str) -> bool:
    return _is_under(module, "atomos.testing")


def _cycle(graph: dict[str, set[str]]) -> list[str]:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


@pytest.mark.parametrize("imports", [ATOMOS, JOBBOARD], ids=["atomos", "jobboard"])
def test_no_module_imports_itself_by_a_detour(imports: dict[str, list[Import]]) -> None:
    assert _cycle(graph_of(imports)) == []


def test_the_core_imports_the_standard_library_only() -> None:
    assert _offences(ATOMOS, "atomos.core", ("atomos.core", *sys.stdlib_module_names)) == []


def test_nothing_shipped_imports_the_testing_kit() -> None:
    shipped = {module: targets for module, targets in graph_of(ATOMOS).items() if not _is_testing(module)}

    assert {module for module, targets in shipped.items() if any(map(_is_testing, targets))} == set()


def test_the_job_board_uses_the_public_names_only() -> None:
    inside = {
        f"{module}, line {found.line}: {found.module}"
        for module, names in JOBBOARD.items()
        for found in names
        if found.module.startswith("atomos.")
    }

    assert inside == set()


def test_a_deferred_import_closes_a_cycle(tmp_path: Path) -> None:
    package = tmp_path / "shop"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "orders.py").write_text("from shop import stock\n")
    (package / "stock.py").write_text("def reserve():\n    from .orders import Order\n")

    assert set(_cycle(graph_of(imports_of("shop", tmp_path)))) == {"shop.orders", "shop.stock"}
