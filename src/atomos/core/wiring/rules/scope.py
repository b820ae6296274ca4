"""A function while it is read: its local names, and the calls that led to it."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, replace

from atomos.core.wiring.fault import Fault, Faulty
from atomos.core.wiring.rules.refusal import Refusal
from atomos.core.wiring.rules.source import Source
from atomos.core.wiring.rules.term import Given, Term


@dataclass(frozen=True, slots=True)
class Scope:
    """The names of one function; `callers` are the scopes whose calls led here, the rule's own first."""

    source: Source
    names: Mapping[str, Term]
    callers: "tuple[Scope, ...]" = ()

    def assigned(self, name: str, term: Term) -> "Scope":
        """The scope after an assignment."""
        return replace(self, names={**self.names, name: term})

    def meaning(self, name: str) -> Term:
        """What the name stands for. Raises: Refusal."""
        return self.names[name] if name in self.names else Given(self.source.value_of(name))

    def called(self, source: Source, names: Mapping[str, Term]) -> "Scope":
        """The scope of a function that this one calls. Raises: Refusal."""
        chain = (*self.callers, self)
        if any(scope.source.function is source.function for scope in chain):
            reason = f"{source.function.__qualname__} calls itself, and an expression ends somewhere"
            raise Refusal("rule-recursion", reason, "keep the answer in a field, or compare without recursion")
        return Scope(source, names, chain)

    def faulty(self, node: ast.AST, refusal: Refusal) -> Faulty:
        """The error for a piece of this function."""
        chain = (*self.callers, self) if self.callers else ()
        path = tuple(f"{scope.source.function.__qualname__} ({scope.source.place})" for scope in chain)
        message = f"{refusal.reason}: `{self.source.code_of(node)}`"
        return Faulty([Fault(refusal.code, self.source.place_of(node), message, refusal.hint, path)])
