"""The reads of a store as SQL: each text is made once per shape of question, and kept."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
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
from atomos.storage.values import ENCODERS, Dialect, encode

_SHAPES = 1024
"""How many shapes of questions are remembered."""

_LOCK = ' ORDER BY "id" FOR UPDATE'

Question = tuple[str, list[Any]]
"""A statement with its values."""


@dataclass(frozen=True, slots=True)
class Statement:
    """The SQL of a shape. Its parameters are those of the predicates, then of the keys, then the limit."""

    sql: str
    predicates: tuple[Predicate, ...]
    keys: tuple[SortKey, ...]


class Table:
    """What the reads of one entity type need each time, looked up once."""

    __slots__ = ("encode_id", "get_one", "load")

    def __init__(self, entity_type: EntityType, dialect: Dialect) -> None:
        load = compile_load(entity_type, dialect)
        self.load: Callable[[Iterable[Any]], list[Kept]] = lambda rows: [load(row) for row in rows]
        self.encode_id = ENCODERS[dialect][entity_type.id.kind]
        self.get_one = _get(entity_type, dialect, 1)


class Statements:
    """Makes the reads for one dialect. Lives as long as the store."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._tables: dict[type, Table] = {}
        self._by_rules = lru_cache(_SHAPES)(self._find_by_expressions)
        self._by_expressions = lru_cache(_SHAPES)(self._compile)
        self._get = lru_cache(_SHAPES)(_get)

    def load(self, entity_type: EntityType) -> Callable[[Iterable[Any]], list[Kept]]:
        """What makes entities from the rows of `get` and `find`."""
        return self._table(entity_type).load

    def get(self, entity_type: EntityType, ids: Sequence[Any], *, lock: bool = False) -> Question:
        """The entities of these ids. Raises: Invalid."""
        table = self._table(entity_type)
        try:
            values = [table.encode_id(each) for each in ids]
        except Unstorable as error:
            raise Invalid([Problem(("id",), str(error))]) from None
        if len(values) == 1 and not lock:
            return table.get_one, values
        sql = self._get(entity_type, self._dialect, len(values), lock)
        return sql, values if self._dialect is Dialect.SQLITE else [values]

    def find(self, entity_type: EntityType, query: Query) -> Question:
        """The entities that the query asks for. Raises: Invalid (a value that no such key can have)."""
        rules = tuple([condition.rule for condition in query.conditions])
        after = None if query.after is None else tuple([value is not None for value in query.after])
        statement = self._by_rules(entity_type, rules, query.order, query.limit is not None, after)
        values = self._values(statement, query.conditions)
        if query.after is not None:
            values += self._key_values(statement, query)
        if query.limit is not None:
            values.append(query.limit)
        return statement.sql, values

    def count(self, entity_type: EntityType, conditions: Sequence[Condition]) -> Question:
        """How many entities meet the conditions: one row of one column."""
        statement = self._by_rules(entity_type, tuple([condition.rule for condition in conditions]), None)
        return statement.sql, self._values(statement, conditions)

    def _table(self, entity_type: EntityType) -> Table:
        table = self._tables.get(entity_type.cls)
        if table is None:
            table = self._tables[entity_type.cls] = Table(entity_type, self._dialect)
        return table

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

    def _find_by_expressions(
        self,
        entity_type: EntityType,
        rules: tuple[Rule, ...],
        order: tuple[Order, ...] | None,
        limited: bool = False,
        after: tuple[bool, ...] | None = None,
    ) -> Statement:
        """Rules are known by identity; equal ones that were made anew are found by what they say."""
        return self._by_expressions(entity_type, tuple(r.expression for r in rules), order, limited, after)

    def _compile(
        self,
        entity_type: EntityType,
        expressions: tuple[Expression, ...],
        order: tuple[Order, ...] | None,
        limited: bool,
        after: tuple[bool, ...] | None,
    ) -> Statement:
        """`order` is `None` for a count; `after` tells for each key whether its value is there, not `None`."""
        predicates = self._predicates(entity_type, expressions)
        numbers = itertools.count(1 + sum(len(predicate.bounds) for predicate in predicates))
        keys = tuple(self._sort_key(entity_type, key) for key in order or ())
        conditions = [predicate.sql for predicate in predicates]
        if after is not None:
            there = zip(keys, after, strict=True)
            conditions.append(behind(keys, [self._mark(numbers, key.kind) if it else None for key, it in there]))
        sql = f"SELECT {'count(*)' if order is None else _columns(entity_type)} FROM {_name(entity_type)}"
        if conditions:
            sql += f" WHERE {' AND '.join(conditions)}"
        if keys:
            sql += f" ORDER BY {', '.join(key.clause for key in keys)}"
        if limited:
            sql += f" LIMIT {self._mark(numbers, Kind.INTEGER)}"
        return Statement(sql, predicates, keys)

    def _predicates(self, entity_type: EntityType, expressions: Sequence[Expression]) -> tuple[Predicate, ...]:
        predicates: list[Predicate] = []
        first = 1
        for expression in expressions:
            predicates.append(compile_condition(expression, entity_type, self._dialect, first))
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


def _get(entity_type: EntityType, dialect: Dialect, count: int, lock: bool = False) -> str:
    """One id is a parameter; several are so many in SQLite, and an array in PostgreSQL."""
    sql = f'SELECT {_columns(entity_type)} FROM {_name(entity_type)} WHERE "id" '
    if dialect is Dialect.SQLITE:
        return f"{sql}IN ({', '.join('?' * count)})"
    mark = placeholder(1, entity_type.id.kind, dialect)
    if count == 1 and not lock:
        return f"{sql}= {mark}"
    return f"{sql}= ANY({mark}[]){_LOCK if lock else ''}"


def _name(entity_type: EntityType) -> str:
    return quoted(entity_type.collection)


def _columns(entity_type: EntityType) -> str:
    return ", ".join(quoted(name) for name in loaded_columns(entity_type))
