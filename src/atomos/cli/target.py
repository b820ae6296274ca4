"""What a command works on: which service, and where it is."""

import importlib
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path

from atomos import Service
from atomos.architecture.location import locate_service
from atomos.core.domain.errors import Misconfigured


@dataclass(frozen=True, slots=True)
class Target:
    """A service by its module and the attribute that holds it.

    `root` is its package, or its one file; `path` the folder that its module is imported from.
    """

    module: str
    attribute: str
    root: Path
    path: Path


def find_target(text: str | None, folder: Path) -> Target:
    """The service that a command line names, without importing it.

    `text` is `module:attribute` (`shop.main:service`), a module, a Python file or a folder; `None` is `folder`, the
    working directory. Raises: Misconfigured.
    """
    if text is None or (folder / text).exists():
        return _at(locate_service(folder / (text or ".")))
    module, _, attribute = text.partition(":")
    for path in (folder, folder / "src", *map(Path, sys.path)):
        file = _file_of(module, path)
        if file is not None:
            return Target(module, attribute or "service", _root_of(file, path), path)
    raise Misconfigured(f"there is no module {module} here; name a service as module:attribute, or go to its folder")


def load_service(target: Target) -> Service:
    """The service itself, imported. Raises: Misconfigured, with the place of what went wrong."""
    sys.path.insert(0, str(target.path))
    try:
        service = getattr(importlib.import_module(target.module), target.attribute, None)
    except Exception as error:
        kind = type(error).__name__
        raise Misconfigured(f"{target.module} cannot be imported: {kind}: {error}{_place(error, target)}") from error
    if service is None:
        raise Misconfigured(f"{target.module} has no {target.attribute}; name the service as {target.module}:NAME")
    if not isinstance(service, Service):
        kind = type(service).__name__
        raise Misconfigured(f"{target.module}:{target.attribute} is a {kind}, and not a service")
    return service


def _place(error: Exception, target: Target) -> str:
    """The last line of the service's own that the error came through."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(target.path)]
    return f" ({Path(own[-1].filename).relative_to(target.path)}:{own[-1].lineno})" if own else ""


def _at(place: Path) -> Target:
    """The service of a Python file, or of a folder by its `main.py`; without `__init__.py` a folder is no package."""
    file = place / "main.py" if place.is_dir() else place
    names, path = [file.stem], file.parent
    while (path / "__init__.py").is_file():
        names.insert(0, path.name)
        path = path.parent
    return Target(".".join(names), "service", place if place.is_dir() else _root_of(file, path), path)


def _file_of(module: str, path: Path) -> Path | None:
    stem = path.joinpath(*module.split("."))
    candidates = (stem / "__init__.py", stem.with_name(f"{stem.name}.py"))
    return next((file for file in candidates if file.is_file()), None)


def _root_of(file: Path, path: Path) -> Path:
    """The nearest folder with a core; else the package of the file; else the file alone."""
    around = [folder for folder in file.parents if folder.is_relative_to(path)]
    with_core = next((folder for folder in around if (folder / "core").is_dir()), None)
    return with_core or (file if file.parent == path else file.parent)
