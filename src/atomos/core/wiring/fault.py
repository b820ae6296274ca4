"""What is wrong with a declaration: data, found when a service is built or checked, and reported all together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake: a stable code, the place of it, what is wrong, how to mend it, and the path that led there.

    `place` is a file with its line, or the name of what was declared. `path` has one step an item: modules for an
    import, parameters and their types for a dependency. A warning does not keep a service from being built.
    """

    code: str
    place: str
    message: str
    hint: str
    path: tuple[str, ...] = ()
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        lines = [f"{self.severity}[{self.code}] {self.place}", f"  {self.message}"]
        lines += [f"    {'→ ' if depth else ''}{step}" for depth, step in enumerate(self.path)]
        return "\n".join([*lines, f"  hint: {self.hint}"])


class Faulty(Exception):
    """A declaration that cannot be built; carries every fault that was found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n\n".join(str(fault) for fault in self.faults))
