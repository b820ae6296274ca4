"""Tables, rows of the outbox and commands of the shell are called after classes, so no two may have the same name."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from atomos.core.wiring.checks.wired import Wired
from atomos.core.wiring.fault import Fault
from atomos.core.wiring.place import place


def check(wired: Wired) -> Iterator[Fault]:
    """One fault for each name that several entities, or several messages, have."""
    entities = {entity.cls: entity.collection for entity in wired.entities.values()}
    for name, classes in _shared(entities):
        yield _fault(classes, f"would share the table {name}")
    messages = {handler.message: handler.message.__name__ for handler in wired.handlers}
    for name, classes in _shared(messages):
        yield _fault(classes, f"are both called {name}")


def _shared(names: Mapping[type, str]) -> Iterator[tuple[str, list[type]]]:
    by_name: dict[str, list[type]] = defaultdict(list)
    for cls, name in names.items():
        by_name[name].append(cls)
    return ((name, classes) for name, classes in by_name.items() if len(classes) > 1)


def _fault(classes: Iterable[type], trouble: str) -> Fault:
    names = [f"{cls.__module__}.{cls.__qualname__}" for cls in classes]
    first, *_ = classes
    return Fault("shared-name", place(first), f"{' and '.join(names)} {trouble}", "rename one of them")
