"""A rule bound to its values: what a repository is asked with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from atomos.core.domain.expression import Expression


@dataclass(frozen=True, slots=True)
class Rule:
    """A plain function over an entity that returns `bool`, together with its compiled form.

    `subject` names the parameter that takes the entity; `parameters` are the others, in order.
    `source` tells where the function stands: `module:line`.
    """

    function: Callable[..., bool]
    subject: str
    parameters: tuple[str, ...]
    expression: Expression
    source: str = ""

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other


@dataclass(frozen=True, slots=True)
class Condition:
    """A rule with the values of its other parameters: a question that every store answers alike."""

    rule: Rule
    values: Mapping[str, Any]

    def holds(self, entity: Any) -> bool:
        """The answer for one entity in memory: the plain function, called."""
        return self.rule.function(**{self.rule.subject: entity}, **self.values)
