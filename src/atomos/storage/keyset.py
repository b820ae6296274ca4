"""Where a page begins: SQL for "behind the last one seen", for keys in mixed directions with `None` last."""

from collections.abc import Sequence
from dataclasses import dataclass

from atomos.core.domain.entity import Kind
from atomos.storage.sql.predicate import Sortable


@dataclass(frozen=True, slots=True)
class SortKey:
    """One key to sort by."""

    value: Sortable
    descending: bool

    @property
    def sql(self) -> str:
        """What is compared."""
        return self.value.sql

    @property
    def kind(self) -> Kind:
        """The kind of the values."""
        return self.value.kind

    @property
    def nullable(self) -> bool:
        """Whether a value may be missing."""
        return self.value.nullable

    @property
    def clause(self) -> str:
        """The key as it stands behind ORDER BY. What cannot be `NULL` says nothing of it, so that an index serves."""
        return f"{self.sql}{' DESC' if self.descending else ''}{' NULLS LAST' if self.nullable else ''}"

    def behind(self, mark: str) -> str:
        """The condition that a row's key stands behind the value, which is not `NULL`."""
        condition = f"{self.sql} {'<' if self.descending else '>'} {mark}"
        return f"({condition} OR {self.sql} IS NULL)" if self.nullable else condition


def behind(keys: Sequence[SortKey], marks: Sequence[str | None]) -> str:
    """The condition that a row stands behind the values at `marks`, one per key; `None` marks a value that is `NULL`.

    The last key is the id: it makes the order total and is never `NULL`.
    """
    if len({key.descending for key in keys}) == 1 and not any(key.nullable for key in keys):
        operator = "<" if keys[0].descending else ">"
        return f"({', '.join(key.sql for key in keys)}) {operator} ({', '.join(map(str, marks))})"
    *leading, last = zip(keys, marks, strict=True)
    condition = last[0].behind(str(last[1]))
    for key, mark in reversed(leading):
        if mark is None:
            condition = f"({key.sql} IS NULL AND {condition})"
        else:
            condition = f"({key.behind(mark)} OR ({key.sql} = {mark} AND {condition}))"
    return condition
