"""Rules asked of an index: over its own copies where it has them, else over the entities."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from atomos.core.domain.entity import EntityType
from atomos.core.domain.expression import Path
from atomos.core.domain.rule import Condition
from atomos.storage.columns import quoted
from atomos.storage.search.document import searchable_of
from atomos.storage.search.names import search_name
from atomos.storage.sql.predicate import compile_condition
from atomos.storage.values import Dialect

Clause = tuple[str, list[Any]]
"""A condition in SQL with its values."""


class Conditions:
    """Writes conditions on the documents of an index."""

    def __init__(self, entity_type: EntityType, dialect: Dialect) -> None:
        self.documents = replace(entity_type, collection=search_name(entity_type))
        """The entity as its index keeps it."""
        self._entity_type = entity_type
        self._kept = frozenset(searchable_of(entity_type).kept)
        self._dialect = dialect

    def clause(self, condition: Condition, first: int) -> Clause:
        """The condition; its placeholders count from `first`. Raises: Invalid."""
        expression = condition.rule.expression
        within = {path.steps[0] for path in _paths(expression)} <= self._kept
        asked = self.documents if within else self._entity_type
        predicate = compile_condition(expression, asked, self._dialect, first)
        values = predicate.values(condition.values)
        if within:
            return predicate.sql, values
        entities, documents = quoted(self._entity_type.collection), quoted(self.documents.collection)
        return f'{documents}."id" IN (SELECT "id" FROM {entities} WHERE {predicate.sql})', values


def _paths(node: Any) -> Iterator[Path]:
    if isinstance(node, Path):
        yield node
    elif isinstance(node, Sequence) and not isinstance(node, str):
        for item in node:
            yield from _paths(item)
    elif is_dataclass(node):
        for each in fields(node):
            yield from _paths(getattr(node, each.name))
