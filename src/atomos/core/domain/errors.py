"""The errors that a message can end in, one class per mistake."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self


class AtomosError(Exception):
    """The root of every error that atomos raises on purpose."""

    @classmethod
    def saying(cls, message: str) -> Self:
        """An error of this class with a message of the application's own, and none of the facts."""
        error = cls.__new__(cls)
        Exception.__init__(error, message)
        return error


@dataclass(frozen=True, slots=True)
class Problem:
    """One wrong value: where it stands in the input, and what is wrong with it.

    `path` leads from the message to the value: field names, and indexes of list items.
    """

    path: tuple[str | int, ...]
    message: str

    @property
    def where(self) -> str:
        """The path as people write it: `items[2].price`; empty for the message itself."""
        text = ""
        for step in self.path:
            text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
        return text


class Invalid(AtomosError, ValueError):
    """The input breaks its own type or an invariant; names every wrong value at once."""

    problems: tuple[Problem, ...]

    @classmethod
    def saying(cls, message: str) -> Self:
        """One problem, of the input as a whole."""
        return cls(message)

    def __init__(self, problems: Sequence[Problem] | str) -> None:
        self.problems = (Problem((), problems),) if isinstance(problems, str) else tuple(problems)
        super().__init__("; ".join(f"{p.where}: {p.message}" if p.path else p.message for p in self.problems))


class NotFound(AtomosError, LookupError):
    """No entity has that identity, or the actor may not know that it exists."""

    what: str = ""
    key: Any = None

    def __init__(self, what: str, key: Any = None) -> None:
        self.what = what
        self.key = key
        super().__init__(f"{what} {key} does not exist" if key is not None else f"{what} does not exist")


class Unauthenticated(AtomosError, PermissionError):
    """The policy needs an actor and the message came without one."""

    def __init__(self, message: str = "sign in to do this") -> None:
        super().__init__(message)


class Forbidden(AtomosError, PermissionError):
    """The actor is known, and the policy says no."""

    def __init__(self, message: str = "the policy does not allow this") -> None:
        super().__init__(message)


class Conflict(AtomosError):
    """Someone else changed the same entity first, and trying again did not help."""

    def __init__(self, message: str = "the entity was changed by someone else meanwhile") -> None:
        super().__init__(message)


class AlreadyExists(Conflict):
    """A value declared unique (or an id) belongs to another entity already."""

    what: str = ""
    fields: tuple[str, ...] = ()

    def __init__(self, what: str, fields: Sequence[str] = ()) -> None:
        self.what = what
        self.fields = tuple(fields)
        names = ", ".join(self.fields)
        super().__init__(f"a {what} with this {names} exists already" if names else f"this {what} exists already")


class StillReferenced(Conflict):
    """Another entity refers to this one, or this one refers to an entity that does not exist."""

    what: str = ""
    fields: tuple[str, ...] = ()

    def __init__(self, what: str, fields: Sequence[str] = ()) -> None:
        self.what = what
        self.fields = tuple(fields)
        super().__init__(f"a reference of {what} ({', '.join(self.fields) or 'unknown'}) is broken by this")


class PreconditionFailed(AtomosError):
    """The caller named the version it had seen, and the entity has another one now."""

    what: str = ""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(f"this {what} has changed since you read it")


class NotOffered(AtomosError, LookupError):
    """The message is not offered to the outside, so nobody can reach it from there."""

    def __init__(self, message: type) -> None:
        self.message = message
        super().__init__(f"{message.__name__} is not offered; add service.offer({message.__name__}, to=…)")


class Unavailable(AtomosError, ConnectionError):
    """A part outside (database, broker, service) cannot be reached or took too long."""


class Misconfigured(AtomosError, ValueError):
    """The declaration or the settings are wrong; carries all faults found, not only the first."""
