"""Policies: who may do or read what is offered."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Policy:
    """A named answer to "who may?" that needs no rule. Compare by identity: `anyone`, `operator`."""

    name: str


@dataclass(frozen=True, slots=True)
class Operator:
    """The actor behind a shell on the machine of the service; the command line acts as it."""

    name: str = "operator"


anyone: Final = Policy("anyone")
"""Everybody, signed in or not."""

operator: Final = Policy("operator")
"""Only who has a shell on the machine: the command line and scripts. No other renderer shows such an offer."""

Who = Policy | Callable[..., bool]
"""What `to=` takes: a policy, or a rule over `actor`, the loaded entities, the message and `now`."""
