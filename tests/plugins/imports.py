"""Every import of a source tree, read from its syntax: deferred and type-checking ones count too."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Import:
    """One module that another names, with the name that it takes from there, if any."""

    module: str
    name: str | None
    line: int


def imports_of(package: str, source: Path) -> dict[str, list[Import]]:
    """What each module of the package in the source folder imports, by the module's dotted name."""
    files = sorted((source / package).rglob("*.py"))
    return {_module_name(file.relative_to(source)): list(_imports_in(file, source)) for file in files}


def graph_of(imports: dict[str, list[Import]]) -> dict[str, set[str]]:
    """The modules of the tree that each one imports; the name in `from package import name` may be one."""
    return {
        module: {
            target
            for found in names
            if (target := _known_target(found, imports)) is not None and target != module
        }
        for module, names in imports.items()
    }


def _known_target(found: Import, known: dict[str, list[Import]]) -> str | None:
    submodule = f"{found.module}.{found.name}"
    if submodule in known:
        return submodule
    return found.module if found.module in known else None


def _module_name(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports_in(file: Path, source: Path) -> Iterator[Import]:
    package = file.relative_to(source).parent.parts
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"), str(file))):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, None, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join((*above, *filter(None, [node.module])))
            yield from (Import(module, alias.name, node.lineno) for alias in node.names)
