"""The architecture of a service, checked from its files alone: nothing of it is imported."""

from pathlib import Path

from atomos.architecture.cycles import cycle_faults
from atomos.architecture.import_rules import import_faults
from atomos.architecture.layout import layout_faults
from atomos.architecture.source import read_source
from atomos.core.wiring.fault import Fault

__all__ = ["check_architecture"]


def check_architecture(root: Path) -> list[Fault]:
    """Every fault of the layout and of the imports, by code, then place; an empty list for a clean service.

    `root` is a service's package, the project folder around it, or the one file of a service without folders,
    which has no layout to hold. Raises: Misconfigured (there is no service).
    """
    source = read_source(root)
    faults = [*source.faults, *layout_faults(source), *import_faults(source), *cycle_faults(source)]
    return sorted(faults, key=lambda fault: (fault.code, fault.place, fault.message))
