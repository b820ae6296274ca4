"""Guards: policies and rules, checked for one actor."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from atomos.core.domain.errors import Forbidden, Unauthenticated
from atomos.core.ports.incoming.policy import Operator, Policy, anyone, operator

MOMENT = ("actor", "now", "today")
"""The names under which a rule gets what belongs to the moment and not to the message."""


@dataclass(frozen=True, slots=True)
class Guard:
    """A policy made ready: the rule, the names it wants, and the type of actor that it knows.

    `rule=None` is a policy without one; `names` pairs its parameters with the names of the values that they take.
    `actor_types` are the classes of actor that the rule knows, empty if it asks for none; `NoneType` among them lets
    those in who are not signed in.
    """

    policy: Policy | None
    rule: Callable[..., bool] | None = None
    names: tuple[tuple[str, str], ...] = ()
    actor_types: tuple[type, ...] = ()

    @property
    def name(self) -> str:
        """The policy in words."""
        return self.policy.name if self.policy else getattr(self.rule, "__name__", "rule")

    @property
    def always(self) -> bool:
        """Whether nobody is ever refused."""
        return self.policy is anyone

    def check(self, actor: Any, values: Mapping[str, Any]) -> None:
        """Raises: Unauthenticated (an actor is needed), Forbidden (the answer is no)."""
        if self.rule is None:
            if self.policy is operator and not isinstance(actor, Operator):
                raise Forbidden("only an operator may do this, from the command line")
            return
        self.check_actor(actor)
        if not self.rule(**{parameter: values[name] for parameter, name in self.names}):
            raise Forbidden

    def check_actor(self, actor: Any) -> None:
        """Raises: Unauthenticated (there is none), Forbidden (one of another kind)."""
        check_actor(actor, self.actor_types)


def check_actor(actor: Any, types: tuple[type, ...]) -> None:
    """Raises: Unauthenticated (there is none), Forbidden (one of another kind)."""
    if not types or isinstance(actor, types):
        return
    raise Unauthenticated if actor is None else Forbidden


def moment(actor: Any, now: datetime) -> dict[str, Any]:
    """What a rule or a shape may ask of the moment."""
    return {"actor": actor, "now": now, "today": now.date()}
