"""The model: what the units of work of one service know about its entities."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from atomos.core.domain.entity import EntityType, Kind
from atomos.core.domain.errors import Invalid
from atomos.core.domain.expression import Path
from atomos.core.domain.rule import Condition, Rule
from atomos.core.ports.outgoing.store import Order
from atomos.core.service.comparison import compared, comparison


class Model:
    """The entities of a service, and the rules and orders asked of them; what was compiled once is kept.

    `compile_rule` turns a plain function into a rule, `locate` a dotted path into what stands at its end.
    """

    def __init__(
        self,
        entities: Iterable[EntityType],
        compile_rule: Callable[[Callable[..., bool], EntityType], Rule],
        locate: Callable[[EntityType, str], Path | None],
    ) -> None:
        self.entities = tuple(entities)
        self._others: set[type] = set()
        self._by_class = {cls: entity for entity in self.entities for cls in entity.variants.values()}
        self._compile_rule = compile_rule
        self._locate = locate
        self._rules: dict[tuple[EntityType, Callable[..., bool]], Rule] = {}
        self._paths: dict[tuple[EntityType, str], Path] = {}
        self._comparisons: dict[tuple[EntityType, str, str], Rule] = {}

    def is_entity(self, cls: type) -> bool:
        """Whether instances of the class are entities of this service. Raises: TypeError (an unknown variant)."""
        if cls in self._by_class:
            return True
        if cls not in self._others:
            self._refuse_variant(cls)
            self._others.add(cls)
        return False

    def _refuse_variant(self, cls: type) -> None:
        for known in self._by_class:
            if issubclass(cls, known):
                hint = "put it in a module that the service includes"
                raise TypeError(f"{cls.__name__} is no variant of {known.__name__} that the service knows; {hint}")

    def entity(self, cls: type) -> EntityType:
        """The description of an entity class. Raises: KeyError."""
        return self._by_class[cls]

    def rule(self, entity_type: EntityType, function: Callable[..., bool]) -> Rule:
        """The function as a rule over the entity. Raises: Faulty (it cannot be compiled)."""
        key = (entity_type, function)
        if key not in self._rules:
            self._rules[key] = self._compile_rule(function, entity_type)
        return self._rules[key]

    def path(self, entity_type: EntityType, dotted: str) -> Path:
        """What stands at the end of a path. Raises: Invalid (it leads nowhere)."""
        path = self._paths.get((entity_type, dotted)) or self._locate(entity_type, dotted)
        if path is None:
            raise Invalid(f"{entity_type.name} has no {dotted!r}")
        self._paths[entity_type, dotted] = path
        return path

    def kind(self, entity_type: EntityType, dotted: str) -> Kind:
        """The kind of the value at the end of a path. Raises: Invalid."""
        return self.path(entity_type, dotted).kind

    def conditions(
        self, entity_type: EntityType, rules: Iterable[Callable[..., bool]], values: Mapping[str, Any]
    ) -> tuple[Condition, ...]:
        """The rules with their values; a value that no rule asks for is a field to be equal.

        Raises: TypeError (a rule lacks a value), Invalid (no such field), Faulty (a rule cannot be compiled).
        """
        compiled = [self.rule(entity_type, function) for function in rules]
        conditions = [Condition(rule, _values_of(rule, values)) for rule in compiled]
        asked = {name for rule in compiled for name in rule.parameters}
        fields = (name for name in values if name not in asked)
        return (*conditions, *(self.compare(entity_type, name, "==", values[name]) for name in fields))

    def compare(self, entity_type: EntityType, dotted: str, symbol: str, value: Any) -> Condition:
        """The condition `path symbol value`. Raises: Invalid (no such path)."""
        key = (entity_type, dotted, symbol)
        if key not in self._comparisons:
            self._comparisons[key] = comparison(self.path(entity_type, dotted), symbol)
        return compared(self._comparisons[key], value)

    def order(self, entity_type: EntityType, keys: Iterable[str]) -> tuple[Order, ...]:
        """The order that `("-published_at", "title")` spells, made total by the id. Raises: Invalid."""
        order = tuple(Order(key.removeprefix("-"), key.startswith("-")) for key in keys)
        for each in order:
            if self.kind(entity_type, each.path) is Kind.NESTED:
                raise Invalid(f"{entity_type.name} cannot be sorted by {each.path!r}: it holds more than one value")
        return order if any(each.path == "id" for each in order) else (*order, Order("id"))


def _values_of(rule: Rule, values: Mapping[str, Any]) -> dict[str, Any]:
    missing = [name for name in rule.parameters if name not in values]
    if missing:
        raise TypeError(f"{rule.function.__name__} needs a value for {', '.join(missing)}: find(…, {missing[0]}=…)")
    return {name: values[name] for name in rule.parameters}
