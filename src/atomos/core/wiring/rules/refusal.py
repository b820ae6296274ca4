"""What cannot be compiled, with the way of saying so."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal(Exception):
    """Why a piece of a rule has no compiled form. Whoever knows the line in question makes a fault of it."""

    code: str
    reason: str
    hint: str
