"""Imports of services that the tests write, apart from each other's."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


@contextmanager
def imported_apart(*packages: str) -> Iterator[None]:
    """Modules of these names are imported anew; afterwards they and the search path are what they were before."""
    path, before = list(sys.path), _take_out(packages)
    try:
        yield
    finally:
        _take_out(packages)
        sys.modules.update(before)
        sys.path[:] = path


def _take_out(packages: tuple[str, ...]) -> dict[str, ModuleType]:
    names = [name for name in sys.modules if name.partition(".")[0] in packages]
    return {name: sys.modules.pop(name) for name in names}
