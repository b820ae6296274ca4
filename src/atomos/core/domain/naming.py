"""How names become other names: snake_case, kebab-case, plurals."""

import re

_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_IRREGULAR = {"person": "people", "child": "children", "man": "men", "woman": "women", "datum": "data"}


def words(name: str) -> list[str]:
    """The words of a class or function name, in lower case: `HTTPRoute` → `["http", "route"]`."""
    return [word.lower() for part in _WORD_START.split(name) for word in part.split("_") if word]


def snake(name: str) -> str:
    """`FinishTask` → `finish_task`."""
    return "_".join(words(name))


def kebab(name: str) -> str:
    """`FinishTask` → `finish-task`."""
    return "-".join(words(name))


def plural(noun: str) -> str:
    """The English plural of a snake_case noun, by its last word: `job_category` → `job_categories`."""
    head, _, last = noun.rpartition("_")
    prefix = f"{head}_" if head else ""
    if last in _IRREGULAR:
        return prefix + _IRREGULAR[last]
    if last.endswith(("s", "x", "z", "ch", "sh")):
        return f"{prefix}{last}es"
    if last.endswith("y") and last[-2:-1] not in "aeiou":
        return f"{prefix}{last[:-1]}ies"
    return f"{prefix}{last}s"
