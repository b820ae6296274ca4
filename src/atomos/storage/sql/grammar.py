"""What the languages of databases say differently: one grammar each."""

from collections.abc import Sequence
from typing import Protocol

from atomos.core.domain.entity import Kind
from atomos.storage.absence import Default
from atomos.storage.values import Dialect


class Grammar(Protocol):
    """How a database says what rules and orders are made of.

    Every argument but names and kinds is SQL. It may hold a placeholder, so that it is written twice only where
    these are shared.
    """

    dialect: Dialect
    shares_placeholders: bool
    """Whether a value bound once can be used several times."""

    def placeholder(self, number: int, kind: Kind) -> str:
        """The place of the bound value of that number, counted from 1."""
        ...

    def placeholder_of_choices(self, number: int, kind: Kind) -> str:
        """The place of a bound collection, as `among` takes it."""
        ...

    def path(self, steps: tuple[str, ...], kind: Kind, defaults: Sequence[Default] = ()) -> str:
        """The value of a column, or of what stands inside a nested one; `defaults` stand for keys that are missing."""
        ...

    def sorted_path(self, steps: tuple[str, ...], kind: Kind, defaults: Sequence[Default] = ()) -> str:
        """The value as something to be ordered or compared by, as Python orders it."""
        ...

    def compared(self, value: str, kind: Kind) -> str:
        """The left side of a comparison, such that it compares as Python does."""
        ...

    def lower(self, text: str) -> str:
        """The text in lower case, for all of Unicode."""
        ...

    def same(self, one: str, other: str) -> str:
        """Whether both are equal or both absent."""
        ...

    def among(self, value: str, kind: Kind, choices: str) -> str:
        """Whether a value that is there is one of a bound collection."""
        ...

    def holds(self, document: str, kind: Kind, item: str) -> str:
        """Whether a nested list holds a value that is there."""
        ...

    def document(self, table: str, steps: tuple[str, ...], defaults: Sequence[Default] = ()) -> str:
        """What is nested at a path, as JSON.

        The column is named with its table, as what `holds` looks through may have columns of the same name.
        """
        ...

    def contains(self, text: str, part: str) -> str:
        """Whether a text holds another."""
        ...

    def starts(self, text: str, prefix: str) -> str:
        """Whether a text begins with another."""
        ...

    def ends(self, text: str, suffix: str) -> str:
        """Whether a text ends with another."""
        ...
