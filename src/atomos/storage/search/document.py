"""What an index holds of one entity."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from atomos.core.domain.entity import EntityType
from atomos.core.domain.searchable import Facet, Searchable, SearchedText
from atomos.storage.search.analysis import Analyser, words_in
from atomos.storage.search.expansion import whole_terms


@dataclass(frozen=True, slots=True)
class Document:
    """The terms of each text, and the words to know.

    `wholes` are the terms for texts as a whole, `length` counts the terms of the weightiest text, `facets` is the
    JSON of the values of each facet.
    """

    texts: tuple[tuple[str, ...], ...]
    wholes: tuple[str, ...]
    length: int
    facets: str
    words: frozenset[str]


def searchable_of(entity_type: EntityType) -> Searchable:
    """How the entity is searched. Raises: LookupError, where nobody declared that."""
    if entity_type.searchable is None:
        raise LookupError(f"{entity_type.cls.__name__} cannot be searched: service.search({entity_type.cls.__name__})")
    return entity_type.searchable


def document_maker(searchable: Searchable, analyser: Analyser) -> Callable[[Any], Document]:
    """What makes the document of an entity."""
    weightiest = max(range(len(searchable.texts)), key=lambda position: searchable.texts[position].weight)

    def make(entity: Any) -> Document:
        words = [words_in(_text(text, entity)) for text in searchable.texts]
        texts = tuple(analyser.terms(each) for each in words)
        every = {word for each in words for word in each} | {term for text in texts for term in text}
        return Document(
            texts=texts,
            wholes=tuple(term for pair in zip(words, texts, strict=True) for term in whole_terms(*pair)),
            length=len(texts[weightiest]),
            facets=facet_json(searchable.facets, entity),
            words=frozenset(every),
        )

    return make


def facet_json(facets: tuple[Facet, ...], entity: Any) -> str:
    """The values of each facet, in the order of the facets."""
    return json.dumps([facet.values(entity) for facet in facets], ensure_ascii=False, separators=(",", ":"))


def _text(text: SearchedText, entity: Any) -> str:
    value = text.read(entity)
    if value is None:
        return ""
    return value if isinstance(value, str) else "\n".join(value)
