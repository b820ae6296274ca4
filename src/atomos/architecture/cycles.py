"""The check that no module imports itself on a way through others, deferred imports included."""

from collections.abc import Iterator

from atomos.architecture.graph import knots, shortest_way
from atomos.architecture.source import Source
from atomos.core.wiring.fault import Fault


def cycle_faults(source: Source) -> Iterator[Fault]:
    """One fault for each knot of modules that import each other, with its shortest round trip."""

    def imported(name: str) -> list[str]:
        return sorted({found.target for found in source.imports[name] if found.target in source.modules})

    for knot in knots(sorted(source.modules), imported):
        way = min((shortest_way(name, imported, name.__eq__) for name in sorted(knot)), key=len)
        line = next(found.line for found in source.imports[way[0]] if found.target == way[1])
        others = len(knot.difference(way))
        more = f", and {others} more hang in the same knot" if others else ""
        yield Fault(
            "import-cycle",
            f"{source.modules[way[0]].place}:{line}",
            f"these modules import each other{more}",
            "move what they share into a module of its own that imports neither",
            way,
        )
