"""Variants share a table and an index with their entity, so how they are kept and searched is said of that one."""

from collections.abc import Iterator

from atomos.core.wiring.checks.wired import Wired
from atomos.core.wiring.fault import Fault
from atomos.core.wiring.place import place


def check(wired: Wired) -> Iterator[Fault]:
    """One fault for each variant that something is said of."""
    for method, declared in (("entity", wired.declaration.entities), ("search", wired.declaration.searches)):
        for cls in declared:
            entity = wired.entities.get(cls)
            if entity is not None and entity.cls is not cls:
                whole = entity.cls.__name__
                message = f"service.{method}({cls.__name__}, …) has no effect: it is a variant of {whole}"
                yield Fault("variant-options", place(cls), message, f"write service.{method}({whole}, …)")
