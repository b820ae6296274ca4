"""Search: entities found by words, counted by facets."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar, runtime_checkable

from atomos.core.domain.entity import EntityType
from atomos.core.domain.page import Page
from atomos.core.domain.rule import Condition
from atomos.core.ports.outgoing.store import Order

T = TypeVar("T")

SCORE = "_score"
"""The key to sort by relevance, among those that are paths."""


@dataclass(frozen=True, slots=True)
class Widening:
    """What to leave out of a search that found nothing, and how much there is to find then.

    `part` is a word as it was written, or the name of a facet of which values were chosen. Rules are never left out.
    """

    part: str
    total: int


@dataclass(frozen=True, slots=True)
class Found(Page[T], Generic[T]):
    """A page of what was found, and how many there are in all.

    `facets` counts what was found by the values of each facet, the most frequent first. The counts of a facet leave
    out what was chosen of this one, so that they tell what another choice would find.
    `read_as` tells which words were taken for others that exist: `{"enginer": ("engineer",)}`.
    `widenings` is empty unless nothing was found.
    """

    total: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    read_as: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    widenings: tuple[Widening, ...] = ()


class Search(Protocol[T]):
    """Finds entities of one type by words. It sees what is committed, not what this unit of work has changed.

    All words must occur, in any of the texts; the last one may be the beginning of a word. `"two words"` stand
    together, `-word` must not occur, `+word` is taken as it is written, without synonyms and typing errors. Any text
    is a valid question.
    """

    async def find(
        self,
        words: str = "",
        *rules: Callable[..., bool],
        chosen: Mapping[str, Collection[Any]] | None = None,
        order_by: str | Sequence[str] = (),
        limit: int = 20,
        after: str | None = None,
        count: bool = True,
        **values: Any,
    ) -> Found[T]:
        """Those that match the words, meet every rule and have one of the chosen values of each facet.

        Rules and values are those of `Repository.find`. Without `order_by` the most relevant comes first, and without
        words the order is that of the ids. `count=False` spares the total and the facets, for the pages after the
        first. Raises: Invalid (an unknown facet, an order by a field that the index has no copy of, a foreign cursor).
        """
        ...


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A question for the index of an entity. `order` is empty for relevance; `after` as in `Query`."""

    words: str
    conditions: tuple[Condition, ...]
    chosen: Mapping[str, frozenset[str]]
    order: tuple[Order, ...]
    limit: int
    after: tuple[Any, ...] | None = None
    count: bool = True


@dataclass(frozen=True, slots=True)
class Hits:
    """The ids of what was found, in order, each with its score; the rest as in `Found`."""

    ids: tuple[Any, ...]
    scores: tuple[float, ...]
    total: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    read_as: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    widenings: tuple[Widening, ...] = ()


@runtime_checkable
class SearchIndex(Protocol):
    """The part of a session that searches what it keeps. An index beside the entities changes with the same commit."""

    async def search(self, entity_type: EntityType, query: SearchQuery) -> Hits:
        """What the query asks for. Raises: Invalid, Unavailable."""
        ...


@runtime_checkable
class KeptIndex(SearchIndex, Protocol):
    """A store with an index that can fall behind its entities: when it is new, or made of them in a new way."""

    async def reindex(self, entity_type: EntityType, *, anew: bool = False) -> int:
        """Index every entity that is not; `anew` begins with an empty index. Returns how many were written."""
        ...
