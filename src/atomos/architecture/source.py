"""A service as its source tells it: modules, what each imports, and the names each knows."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from atomos.architecture.location import dotted_name, locate_service, python_files
from atomos.core.wiring.fault import Fault


@dataclass(frozen=True, slots=True)
class Import:
    """One imported name: `target` is the module, `name` what is taken from it; without one, the module."""

    target: str
    line: int
    name: str | None = None


@dataclass(frozen=True)
class Module:
    """One file of a service; `place` is its path from the folder that holds the package."""

    name: str
    place: str
    tree: ast.Module = field(repr=False, compare=False)
    is_package: bool = False

    def at(self, node: ast.AST) -> str:
        """The place of a node in this file."""
        return f"{self.place}:{getattr(node, 'lineno', 1)}"


@dataclass(frozen=True)
class Source:
    """All modules of one service, by dotted name; `faults` are the files that are no Python."""

    root: Path
    package: str
    modules: Mapping[str, Module]
    faults: tuple[Fault, ...] = ()

    @property
    def is_single_file(self) -> bool:
        """Whether the service is one file, without a layout."""
        return self.root.is_file()

    @cached_property
    def imports(self) -> Mapping[str, tuple[Import, ...]]:
        """What each module imports, wherever in the file it does so: deferred imports included."""
        return {name: tuple(self._imports_of(module)) for name, module in self.modules.items()}

    def parts(self, name: str) -> tuple[str, ...] | None:
        """The name from the root of the service on: `("core", "domain")`; `None` for a foreign one."""
        if name == self.package:
            return ()
        inside = name.removeprefix(f"{self.package}.")
        return tuple(inside.split(".")) if inside != name else None

    def _imports_of(self, module: Module) -> Iterator[Import]:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield Import(self._own(alias.name), node.lineno)
            elif isinstance(node, ast.ImportFrom):
                origin = self._own(origin_of(module, node))
                yield from (self._imported_from(origin, alias.name, node.lineno) for alias in node.names)
            elif isinstance(node, ast.Call) and (called := _imported_by_call(node)):
                yield Import(self._own(called), node.lineno)

    def _imported_from(self, origin: str, name: str, line: int) -> Import:
        submodule = f"{origin}.{name}"
        return Import(submodule, line) if submodule in self._names else Import(origin, line, name)

    def _own(self, name: str) -> str:
        """A folder without `__init__.py` may be on the path itself: imports lack its name then."""
        inside = f"{self.package}.{name}"
        return inside if self.package not in self.modules and inside in self._names else name

    @cached_property
    def _names(self) -> frozenset[str]:
        names = (name.split(".") for name in self.modules)
        return frozenset(".".join(parts[: depth + 1]) for parts in names for depth in range(len(parts)))


def read_source(root: Path) -> Source:
    """The source of the service at `root`. Raises: Misconfigured (there is none)."""
    found = locate_service(root)
    if found.is_file():
        package, files, top = found.stem, [found], found.parent
    else:
        package = dotted_name(found)
        files, top = list(python_files(found)), found.parents[package.count(".")]
    modules, faults = {}, []
    for path in files:
        parsed = _read(path, top)
        if isinstance(parsed, Fault):
            faults.append(parsed)
        else:
            modules[parsed.name] = parsed
    return Source(found, package, modules, tuple(faults))


def origin_of(module: Module, node: ast.ImportFrom) -> str:
    """The full name of the module that a `from … import …` takes from."""
    if not node.level:
        return node.module or ""
    parts = module.name.split(".")
    above = parts[: len(parts) - node.level + module.is_package]
    return ".".join([*above, *([node.module] if node.module else [])])


def _read(path: Path, top: Path) -> Module | Fault:
    place = path.relative_to(top).as_posix()
    try:
        tree = ast.parse(path.read_bytes())
    except (SyntaxError, ValueError) as error:  # Python below 3.11.4 tells of null bytes by a ValueError
        where = f"{place}:{getattr(error, 'lineno', None) or 1}"
        message = f"this is no Python: {getattr(error, 'msg', error)}"
        return Fault("unreadable-module", where, message, "mend the line, and save the file as UTF-8 text")
    parts = path.relative_to(top).with_suffix("").parts
    is_package = parts[-1] == "__init__"
    return Module(".".join(parts[:-1] if is_package else parts), place, tree, is_package)


def _imported_by_call(call: ast.Call) -> str:
    """The module that `import_module("x")` or `__import__("x")` names in plain text, or nothing."""
    match call:
        case ast.Call(
            func=ast.Name(id="import_module" | "__import__") | ast.Attribute(attr="import_module"),
            args=[ast.Constant(value=str(name)), *_],
        ):
            return name
    return ""
