"""A new service: the files of `template/`, written under a name."""

import keyword
import sys
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

from atomos.core.domain.errors import Misconfigured
from atomos.core.domain.naming import snake

__all__ = ["write_service"]

_RESERVED = frozenset({"atomos", "tests", "test"})


def write_service(name: str, parent: Path) -> Path:
    """Write the folder `parent/name` with a service that runs, and return it.

    Raises: Misconfigured (the name cannot name a package, the folder is there, it cannot be written).
    """
    _check_name(name)
    project = parent / name
    try:
        project.mkdir()
        for path, text in _files(files("atomos.scaffolding") / "template", PurePosixPath()):
            file = project / str(path).replace("__name__", name).removesuffix(".template")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text.replace("{{name}}", name), encoding="utf-8")
    except FileExistsError:
        raise Misconfigured(f"there is a {name} here already; choose another name, or remove it") from None
    except OSError as error:
        raise Misconfigured(f"{project} cannot be written: {error.strerror}") from error
    return project


def _check_name(name: str) -> None:
    if not name.isidentifier() or not name.isascii() or name != name.lower():
        suggestion = snake(name.replace("-", "_").replace(" ", "_"))
        hint = f"; {suggestion} would do" if suggestion.isidentifier() and suggestion != name else ""
        raise Misconfigured(f"{name!r} cannot name a Python package: write lower-case letters, digits and _{hint}")
    if name in _RESERVED or name in sys.stdlib_module_names or keyword.iskeyword(name):
        raise Misconfigured(f"{name!r} is taken in Python already; choose a name of your own")


def _files(folder: Traversable, path: PurePosixPath) -> Iterator[tuple[PurePosixPath, str]]:
    """Every template below a folder, with its path from there."""
    for child in sorted(folder.iterdir(), key=lambda child: child.name):
        if child.is_dir():
            yield from _files(child, path / child.name)
        else:
            yield path / child.name, child.read_text("utf-8")
