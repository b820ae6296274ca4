"""What an index looks for: a question in terms, ready to be written in the language of a database."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Alternative:
    """Terms that all occur, as a `phrase` next to each other."""

    terms: tuple[str, ...]
    phrase: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """Of each group in `required` one alternative occurs, and none of `excluded`.

    `wholes` are terms of a text that consists of just the words in question; they need not occur, but count.
    """

    required: tuple[tuple[Alternative, ...], ...] = ()
    excluded: tuple[Alternative, ...] = ()
    wholes: tuple[str, ...] = ()
    words: int = 0
    read_as: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
