"""From the expression of a rule to SQL: conditions that are true or false, never unknown, where Python answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from atomos.core.domain.entity import EntityType, Kind
from atomos.core.domain.expression import (
    And,
    Compare,
    Constant,
    Contains,
    EndsWith,
    Expression,
    IsNone,
    Lower,
    Not,
    OneOf,
    Operand,
    Or,
    Parameter,
    Path,
    StartsWith,
    Truth,
)
from atomos.core.wiring.entity import follow
from atomos.storage.absence import defaults
from atomos.storage.sql.binding import Bound, Form
from atomos.storage.sql.functions import register
from atomos.storage.sql.grammar import Grammar
from atomos.storage.sql.postgres import PostgresGrammar
from atomos.storage.sql.sqlite import SqliteGrammar
from atomos.storage.values import Dialect

__all__ = ["Bound", "Form", "Predicate", "Sortable", "compile_condition", "compile_order", "placeholder", "register"]

_GRAMMARS: Final[Mapping[Dialect, Grammar]] = {
    Dialect.SQLITE: SqliteGrammar(),
    Dialect.POSTGRES: PostgresGrammar(),
}


@dataclass(frozen=True, slots=True)
class Predicate:
    """A condition in SQL, and what its placeholders stand for, in their order."""

    sql: str
    bounds: tuple[Bound, ...]
    dialect: Dialect

    def values(self, given: Mapping[str, Any]) -> list[Any]:
        """What to bind when the rule is asked with these values. Raises: Invalid."""
        return [bound.value(given, self.dialect) for bound in self.bounds]


@dataclass(frozen=True, slots=True)
class Sortable:
    """A value to sort by, in SQL. It can be the left side of `<`, `=` and `IS NULL`; a bound value the right one."""

    sql: str
    kind: Kind
    nullable: bool


def compile_condition(expression: Expression, entity_type: EntityType, dialect: Dialect, first: int = 1) -> Predicate:
    """The expression as a condition on a row of the entity's table, whose placeholders count from `first`."""
    writer = _Writer(_GRAMMARS[dialect], entity_type, first)
    sql = writer.condition(expression)
    return Predicate(sql, tuple(writer.bounds), dialect)


def compile_order(path: str, entity_type: EntityType, dialect: Dialect) -> Sortable:
    """The value of a field, or of a path into a nested one, to sort by. Raises: KeyError (no such path)."""
    value = follow({f.name: f for f in entity_type.fields}, path)
    if value is None or value.kind is Kind.NESTED:
        raise KeyError(path)
    steps = tuple(path.split("."))
    sql = _GRAMMARS[dialect].sorted_path(steps, value.kind, defaults(entity_type, steps))
    return Sortable(sql, value.kind, value.nullable)


def placeholder(number: int, kind: Kind, dialect: Dialect) -> str:
    """The place of a bound value of that kind, typed where the language needs it."""
    return _GRAMMARS[dialect].placeholder(number, kind)


@dataclass
class _Writer:
    """Writes one condition, collecting what its placeholders stand for."""

    grammar: Grammar
    entity_type: EntityType
    first: int
    bounds: list[Bound] = field(default_factory=list)

    def condition(self, node: Expression) -> str:
        """The node as a condition, in parentheses where it needs them."""
        match node:
            case And(operands):
                return self._joined(" AND ", operands)
            case Or(operands):
                return self._joined(" OR ", operands)
            case Not(operand):
                return f"(NOT {self.condition(operand)})"
            case Truth(Constant(value)):
                return "TRUE" if value else "FALSE"
            case Truth(operand):
                return f"({self._value(operand)})"
            case Compare():
                return f"({self._comparison(node)})"
            case _:
                return f"({self._test(node)})"

    def _joined(self, word: str, operands: Sequence[Expression]) -> str:
        return f"({word.join(self.condition(operand) for operand in operands)})"

    def _test(self, node: IsNone | OneOf | Contains | StartsWith | EndsWith) -> str:
        match node:
            case IsNone(Parameter() as parameter):
                return self.grammar.placeholder(self._number(Bound(parameter, Form.ABSENCE)), Kind.BOOLEAN)
            case IsNone(operand):
                return f"{self._value(operand)} IS NULL"
            case OneOf(operand, choices):
                return self._if_there([operand]) + self._among(operand, choices)
            case Contains(Path(steps), item, Kind.NESTED):
                return self._holds(steps, item)
            case Contains(container, item):
                return self.grammar.contains(self._value(container), self._value(item))
            case StartsWith(text, prefix):
                return self.grammar.starts(self._value(text), self._value(prefix))
            case EndsWith(text, suffix):
                return self.grammar.ends(self._value(text), self._value(suffix))

    def _comparison(self, node: Compare) -> str:
        """Where one side may be absent, the guard keeps `=`, which an index can answer."""
        sides, kind = [node.left, node.right], _kind(node.left)
        if node.operator not in {"==", "!="}:
            left, right = self._value(node.left), self._value(node.right)
            return f"{self.grammar.compared(left, kind)} {node.operator} {right}"
        if all(map(_may_be_none, sides)):
            left, right = self._value(node.left), self._value(node.right)
            equal = self.grammar.same(self._equal(left, kind), right)
        else:
            guard = self._if_there(sides)
            left, right = self._value(node.left), self._value(node.right)
            equal = f"{guard}{self._equal(left, kind)} = {right}"
        return equal if node.operator == "==" else f"NOT ({equal})"

    def _equal(self, left: str, kind: Kind) -> str:
        return left if kind is Kind.TEXT else self.grammar.compared(left, kind)

    def _if_there(self, operands: Sequence[Operand]) -> str:
        """The beginning of a conjunction that is false, not unknown, where one of the operands is absent."""
        return "".join(f"{self._value(each)} IS NOT NULL AND " for each in operands if _may_be_none(each))

    def _among(self, operand: Operand, choices: tuple[Operand, ...] | Parameter) -> str:
        value, kind = self._value(operand), _kind(operand)
        if isinstance(choices, Parameter):
            bound = self._number(Bound(choices, Form.CHOICES))
            return self.grammar.among(value, kind, self.grammar.placeholder_of_choices(bound, kind))
        listed = ", ".join(self._value(choice) for choice in choices)
        return f"{self._equal(value, kind)} IN ({listed})"

    def _holds(self, steps: tuple[str, ...], item: Operand) -> str:
        """A parameter may leave its kind to the list that is looked into."""
        if isinstance(item, Parameter) and item.kind is None:
            item = replace(item, kind=self._kind_of_items(steps))
        guard = self._if_there([item])
        document = self.grammar.document(self.entity_type.collection, steps, defaults(self.entity_type, steps))
        return guard + self.grammar.holds(document, _kind(item), self._value(item))

    def _kind_of_items(self, steps: tuple[str, ...]) -> Kind | None:
        container = follow({f.name: f for f in self.entity_type.fields}, ".".join(steps))
        item = container.item if container else None
        return item.kind if item else None

    def _value(self, operand: Operand) -> str:
        match operand:
            case Path(steps, kind):
                return self.grammar.path(steps, kind, defaults(self.entity_type, steps))
            case Lower(inner):
                return self.grammar.lower(self._value(inner))
            case Constant(bool(value)):
                return "TRUE" if value else "FALSE"
            case Constant(int(value)):
                return str(value)
            case Constant() | Parameter():
                return self.grammar.placeholder(self._number(Bound(operand)), _kind(operand))

    def _number(self, bound: Bound) -> int:
        """The number of the placeholder for a bound value, which is new wherever placeholders cannot be shared."""
        if self.grammar.shares_placeholders and bound in self.bounds:
            return self.first + self.bounds.index(bound)
        self.bounds.append(bound)
        return self.first + len(self.bounds) - 1


def _kind(operand: Operand) -> Kind:
    if isinstance(operand, Lower):
        return Kind.TEXT
    assert operand.kind is not None, operand
    return operand.kind


def _may_be_none(operand: Operand) -> bool:
    return isinstance(operand, Path | Parameter) and operand.nullable
