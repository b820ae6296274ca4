"""The entity of the search contract: an adapter's test makes room for `SEARCHED_TYPES`."""

from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from atomos.core.domain.entity import EntityType
from atomos.core.wiring.declaration import SearchDeclaration
from atomos.core.wiring.entity import read_entity
from atomos.core.wiring.searchable import read_searchable


class Binding(StrEnum):
    """How a book is bound."""

    PAPER = "paper"
    CLOTH = "cloth"


@dataclass(frozen=True)
class Chapter:
    """A value object with a text of its own."""

    title: str


@dataclass
class Book:
    """Something with texts of different weight, facets of one value and of several, and values to sort by."""

    id: UUID
    title: str
    author: str = ""
    about: str | None = None
    binding: Binding | None = None
    subjects: tuple[str, ...] = ()
    pages: int = 0
    price: int | None = None
    chapters: tuple[Chapter, ...] = ()


def chapter_titles(book: Book) -> list[str]:
    """A text that no field holds."""
    return [chapter.title for chapter in book.chapters]


_DECLARED = SearchDeclaration(
    text={"title": 4.0, "author": 2.0, "about": 1.0, chapter_titles: 1.0},
    facets=("binding", "subjects"),
    synonyms=(("film", "motion picture"), {"ocean": ["sea"]}),
)
_PLAIN = read_entity(Book)
BOOK = replace(_PLAIN, searchable=read_searchable(_DECLARED, _PLAIN))
SEARCHED_TYPES: tuple[EntityType, ...] = (BOOK,)
