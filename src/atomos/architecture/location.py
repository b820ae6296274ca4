"""Where a service stands on the disk."""

from collections.abc import Iterator
from pathlib import Path

from atomos.core.domain.errors import Misconfigured

_ASIDE = {"migrations", "tests", "tools", "docs"}


def locate_service(root: Path) -> Path:
    """The package, or the single file, of the service that `root` names or holds. Raises: Misconfigured."""
    root = root.resolve()
    if root.is_file() and root.suffix == ".py":
        return root
    if not root.is_dir():
        raise Misconfigured(f"{root.name} is neither a folder nor a Python file; name the folder of a service")
    if _is_service(root) or (root / "__init__.py").is_file():
        return root
    found = [folder for parent in (root, root / "src") for folder in _subfolders(parent) if _is_service(folder)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise Misconfigured(
            f"there is no service in {root.name}: no folder there has a core or a main.py; "
            "a service in one file is named by it, as in todo.py"
        )
    names = ", ".join(folder.name for folder in found)
    raise Misconfigured(f"there are several services in {root.name}: {names}; name one of them")


def dotted_name(package: Path) -> str:
    """The name that a package is imported by, with those of the packages around it."""
    parts = [package.name]
    while (package.parent / "__init__.py").is_file():
        package = package.parent
        parts.insert(0, package.name)
    return ".".join(parts)


def project_folders(package: Path) -> Iterator[Path]:
    """The package, then the folders around it up to the one with the pyproject.toml (none: the package)."""
    around = [package, *package.parents]
    last = next((depth for depth, folder in enumerate(around) if (folder / "pyproject.toml").is_file()), 0)
    return iter(around[: last + 1])


def python_files(package: Path) -> Iterator[Path]:
    """Every Python file that belongs to the service itself, in a stable order."""
    for path in sorted(package.rglob("*.py")):
        folders = path.relative_to(package).parts[:-1]
        hidden = any(folder.startswith((".", "__")) for folder in folders)
        if not hidden and not (folders and folders[0] in _ASIDE) and not _in_environment(path, package):
            yield path


def _is_service(folder: Path) -> bool:
    return (folder / "core").is_dir() or (folder / "main.py").is_file()


def _subfolders(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    folders = (child for child in folder.iterdir() if child.is_dir() and not child.name.startswith("."))
    return sorted(child for child in folders if child.name not in _ASIDE)


def _in_environment(path: Path, package: Path) -> bool:
    inside = path.parents[: len(path.relative_to(package).parts)]
    return any((folder / "pyvenv.cfg").is_file() for folder in inside if folder != package)
