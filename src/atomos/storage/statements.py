"""The reads of a store as SQL: each text is made once per shape of question, and kept."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from atomos.core.domain.entity import EntityType, Kind
from atomos.core.domain.errors import Invalid, Problem
from atomos.core.domain.expression import Expression
from atomos.core.domain.rule import Condition, Rule
from atomos.core.ports.outgoing.store import Kept, Order, Query
from atomos.storage.columns import quoted
from atomos.storage.hydration import compile_load, loaded_columns
from atomos.storage.keyset import SortKey, behind
from atomos.storage.sql.predicate import Predicate, compile_condition, compile_order, placeholder
from atomos.storage.unstorable import Unstorable
from atomos.storage.values import Dialect, encode

_SHAPES = 1024
"""How many shapes of questions are remembered."""

Question = tuple[str, list[Any]]
"""A statement with its values."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What tells one question from another in SQL: all but the values.

    `rules` are asked for by identity first, then by what they say, so that equal ones made anew share a statement.
    `order` is `None` for a count; `after` tells for each key whether there is a value that is not `None`.
    """

    type: EntityType
    rules: tuple[Rule | Expression, ...]
    order: tuple[Order, ...] | None = None
    limited: bool = False
    after: tuple[bool, ...] | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """The SQL of a shape. Its parameters are those of the predicates, then of the keys, then the limit."""

    sql: str
    predicates: tuple[Predicate, ...]
    keys: tuple[SortKey, ...]


class Statements:
    """Makes the reads for one dialect. Lives as long as the store."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._by_rules = lru_cache(_SHAPES)(self._find_by_expressions)
        self._by_expressions = lru_cache(_SHAPES)(self._compile)
        self._get = lru_cache(_SHAPES)(self._compile_get)
        self._load = lru_cache(_SHAPES)(compile_load)

    def load(self, entity_type: EntityType) -> Callable[[Iterable[Any]], list[Kept]]:
        """What makes entities from the rows of `get` and `find`."""
        load = self._load(entity_type, self._dialect)
        return lambda rows: [load(row) for row in rows]

    def get(self, entity_type: EntityType, ids: Sequence[Any], *, lock: bool = False) -> Question:
        """The entities of these ids. Raises: Invalid."""
        try:
            values = [encode(entity_type.id.kind, each, self._dialect) for each in ids]
        except Unstorable as error:
            raise Invalid([Problem(("id",), str(error))]) from None
        if self._dialect is Dialect.POSTGRES and len(values) != 1:
            return self._get(entity_type, 0, lock), [values]
        return self._get(entity_type, len(values), lock), values

    def find(self, entity_type: EntityType, query: Query) -> Question:
        """The entities that the query asks for. Raises: Invalid (a value that no such key can have)."""
        after = None if query.after is None else tuple(value is not None for value in query.after)
        rules = tuple(condition.rule for condition in query.conditions)
        statement = self._by_rules(Shape(entity_type, rules, query.order, query.limit is not None, after))
        values = self._values(statement, query.conditions)
        values += self._key_values(statement, query)
        if query.limit is not None:
            values.append(query.limit)
        return statement.sql, values

    def count(self, entity_type: EntityType, conditions: Sequence[Condition]) -> Question:
        """How many entities meet the conditions: one row of one column."""
        statement = self._by_rules(Shape(entity_type, tuple(condition.rule for condition in conditions)))
        return statement.sql, self._values(statement, conditions)

    def _values(self, statement: Statement, conditions: Sequence[Condition]) -> list[Any]:
        pairs = zip(statement.predicates, conditions, strict=True)
        return [value for predicate, condition in pairs for value in predicate.values(condition.values)]

    def _key_values(self, statement: Statement, query: Query) -> Iterator[Any]:
        for order, key, value in zip(query.order, statement.keys, query.after or (), strict=False):
            try:
                if value is not None:
                    yield encode(key.kind, value, self._dialect)
            except Unstorable as error:
                raise Invalid([Problem(("after",), f"{order.path} {error}")]) from None

    def _find_by_expressions(self, shape: Shape) -> Statement:
        says = tuple(rule.expression if isinstance(rule, Rule) else rule for rule in shape.rules)
        return self._by_expressions(replace(shape, rules=says))

    def _compile(self, shape: Shape) -> Statement:
        predicates = self._predicates(shape)
        numbers = itertools.count(1 + sum(len(predicate.bounds) for predicate in predicates))
        keys = tuple(self._sort_key(shape.type, key) for key in shape.order or ())
        conditions = [predicate.sql for predicate in predicates]
        if shape.after is not None:
            there = zip(keys, shape.after, strict=True)
            conditions.append(behind(keys, [self._mark(numbers, key.kind) if it else None for key, it in there]))
        columns = "count(*)" if shape.order is None else _columns(shape.type)
        sql = f"SELECT {columns} FROM {quoted(shape.type.collection)}"
        if conditions:
            sql += f" WHERE {' AND '.join(conditions)}"
        if keys:
            sql += f" ORDER BY {', '.join(key.clause for key in keys)}"
        if shape.limited:
            sql += f" LIMIT {self._mark(numbers, Kind.INTEGER)}"
        return Statement(sql, predicates, keys)

    def _compile_get(self, entity_type: EntityType, count: int, lock: bool) -> str:
        """`count` ids, each a parameter of its own; 0 for an array of them."""
        sql = f"SELECT {_columns(entity_type)} FROM {quoted(entity_type.collection)} WHERE "
        numbers = itertools.count(1)
        if self._dialect is Dialect.SQLITE:
            return sql + f'"id" IN ({", ".join(self._mark(numbers, entity_type.id.kind) for _ in range(count))})'
        mark = self._mark(numbers, entity_type.id.kind)
        sql += f'"id" = {mark}' if count == 1 else f'"id" = ANY({mark}[])'
        return sql + (' ORDER BY "id" FOR UPDATE' if lock else "")

    def _predicates(self, shape: Shape) -> tuple[Predicate, ...]:
        predicates: list[Predicate] = []
        first = 1
        for expression in shape.rules:
            assert not isinstance(expression, Rule), "rules are found by what they say"
            predicates.append(compile_condition(expression, shape.type, self._dialect, first))
            first += len(predicates[-1].bounds)
        return tuple(predicates)

    def _sort_key(self, entity_type: EntityType, key: Order) -> SortKey:
        try:
            return SortKey(compile_order(key.path, entity_type, self._dialect), key.descending)
        except KeyError:
            raise Invalid(f"{entity_type.name} has no {key.path} to sort by") from None

    def _mark(self, numbers: Iterator[int], kind: Kind) -> str:
        """The place of a value that may stand in several places: its number is told in SQLite, too."""
        number = next(numbers)
        if self._dialect is Dialect.SQLITE:
            return f"?{number}"
        return placeholder(number, kind, self._dialect)


def _columns(entity_type: EntityType) -> str:
    return ", ".join(quoted(name) for name in loaded_columns(entity_type))
