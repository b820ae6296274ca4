"""The description of what is searched: the texts of an entity, its facets, and what stands beside them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any


@dataclass(frozen=True, slots=True)
class SearchedText:
    """One text that words are looked for in; a word found here counts `weight` times as much as one of weight 1.

    `read` takes the entity and gives the text, several of them, or `None`.
    """

    name: str
    weight: float
    read: Callable[[Any], str | Iterable[str] | None]


@dataclass(frozen=True, slots=True)
class Facet:
    """One property that what is found is counted by; `read` gives a value of it, several, or `None`."""

    name: str
    read: Callable[[Any], Any]

    def values(self, entity: Any) -> tuple[str, ...]:
        """The values of one entity, as text, each once."""
        value = self.read(entity)
        several = value if isinstance(value, list | tuple | set | frozenset) else (value,)
        return tuple(sorted({facet_value(each) for each in several if each is not None}))


@dataclass(frozen=True, slots=True)
class Searchable:
    """How an entity is searched.

    `kept` names the fields that the index has a copy of, so that rules and orders over them never read the entities.
    `language` (BCP 47) tells how words are stemmed. `synonyms` maps words, or phrases, to those that are looked for
    as well.
    """

    texts: tuple[SearchedText, ...]
    facets: tuple[Facet, ...] = ()
    kept: tuple[str, ...] = ("id",)
    language: str = "en"
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def facet_value(value: Any) -> str:
    """The value of a facet as it is counted and chosen: an enum member by its value, all else as text."""
    if isinstance(value, Enum):
        value = value.value
    return str(value).lower() if isinstance(value, bool) else str(value)
