"""The order of what an index found, and where a page of it begins."""

from collections.abc import Iterator, Sequence
from typing import Any

from atomos.core.domain.entity import EntityType, Kind
from atomos.core.domain.errors import Invalid, Problem
from atomos.core.ports.outgoing.search import SCORE, SearchQuery
from atomos.core.ports.outgoing.store import Order
from atomos.storage.keyset import SortKey, behind
from atomos.storage.sql.predicate import Sortable, compile_order, placeholder
from atomos.storage.unstorable import Unstorable
from atomos.storage.values import Dialect, encode


class Paging:
    """Writes the end of a statement: from the documents behind the page before, in order, as many as fit."""

    def __init__(self, documents: EntityType, dialect: Dialect) -> None:
        self._documents = documents
        self._dialect = dialect

    def keys(self, order: Sequence[Order]) -> list[SortKey]:
        """What is sorted by."""
        return [SortKey(self._sortable(each.path), each.descending) for each in order]

    def behind(self, keys: Sequence[SortKey], query: SearchQuery, numbers: Iterator[int]) -> tuple[str, list[Any]]:
        """The condition that a row stands behind the page before, with its values. Raises: Invalid."""
        after = query.after or ()
        there = [
            None if value is None else self._mark(next(numbers), key.kind)
            for key, value in zip(keys, after, strict=True)
        ]
        values = [self._encoded(key, value) for key, value in zip(keys, after, strict=True) if value is not None]
        return behind(keys, there), values

    def _sortable(self, path: str) -> Sortable:
        if path == SCORE:
            return Sortable(f'"{SCORE}"', Kind.FLOAT, nullable=False)
        return compile_order(path, self._documents, self._dialect)

    def _mark(self, number: int, kind: Kind) -> str:
        """The place of a value that may stand in several places: its number is told in SQLite, too."""
        return f"?{number}" if self._dialect is Dialect.SQLITE else placeholder(number, kind, self._dialect)

    def _encoded(self, key: SortKey, value: Any) -> Any:
        try:
            return encode(key.kind, value, self._dialect)
        except Unstorable as error:
            raise Invalid([Problem(("after",), str(error))]) from None
