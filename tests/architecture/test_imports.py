"""The import rules of the framework and of its flagship, deferred imports included."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from atomos.architecture.cycles import cycle_faults
from atomos.architecture.source import Source, read_source

ROOT = Path(__file__).parents[2]
ATOMOS = read_source(ROOT / "src" / "atomos")
JOBBOARD = read_source(ROOT / "apps" / "jobboard" / "src" / "jobboard")

PUBLIC_PACKAGES = ("atomos", "atomos.migrations")  # the second loads SQLAlchemy, so its names stay apart


def is_under(module: str, *packages: str) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def imports_of(source: Source, that: Callable[[str, str], bool]) -> list[str]:
    """Each import for which `that(importing, imported)` holds, with its place."""
    return [
        f"{source.modules[name].place}:{found.line} {found.target}"
        for name, imports in source.imports.items()
        for found in imports
        if that(name, found.target)
    ]


@pytest.mark.parametrize("source", [ATOMOS, JOBBOARD], ids=["atomos", "jobboard"])
def test_no_module_imports_itself_by_a_detour(source: Source) -> None:
    assert list(cycle_faults(source)) == []


def test_the_core_imports_the_standard_library_only() -> None:
    allowed = ("atomos.core", *sys.stdlib_module_names)

    def leaves_the_core(name: str, target: str) -> bool:
        return is_under(name, "atomos.core") and not is_under(target, *allowed)

    assert imports_of(ATOMOS, leaves_the_core) == []


def test_nothing_shipped_imports_the_testing_kit() -> None:
    def enters_the_kit(name: str, target: str) -> bool:
        return is_under(target, "atomos.testing") and not is_under(name, "atomos.testing")

    assert imports_of(ATOMOS, enters_the_kit) == []


def test_the_job_board_uses_the_public_names_only() -> None:
    def is_private(_: str, target: str) -> bool:
        return is_under(target, "atomos") and target not in PUBLIC_PACKAGES

    assert imports_of(JOBBOARD, is_private) == []
