"""Reads what a service says about searching an entity."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from atomos.core.domain.entity import EntityType, Kind
from atomos.core.domain.searchable import Facet, Searchable, SearchedText
from atomos.core.ports.outgoing.ordering import value_at
from atomos.core.wiring.declaration import SearchDeclaration
from atomos.core.wiring.entity import follow
from atomos.core.wiring.fault import Fault, Faulty
from atomos.core.wiring.place import place

_LARGE = frozenset({Kind.TEXT, Kind.BYTES, Kind.NESTED})


def read_searchable(declared: SearchDeclaration, entity_type: EntityType) -> Searchable:
    """How the entity is searched. Raises: Faulty, with every fault of the declaration."""
    faults = tuple(_faults(declared, entity_type))
    if faults:
        raise Faulty(faults)
    texts = tuple(SearchedText(_name(text), float(weight), _reader(text)) for text, weight in declared.text.items())
    facets = tuple(Facet(_name(facet), _reader(facet)) for facet in declared.facets)
    synonyms = _synonyms(declared.synonyms)
    return Searchable(texts, facets, _kept(declared, entity_type), declared.language, synonyms)


def _faults(declared: SearchDeclaration, entity_type: EntityType) -> Iterator[Fault]:
    cls = entity_type.cls
    fields = {field.name: field for field in entity_type.fields}
    if not declared.text:
        yield Fault("search-text", place(cls), f"the search of {cls.__qualname__} has no text", 'text={"title": 1.0}')
    for weight in declared.text.values():
        if weight <= 0:
            yield Fault("search-text", place(cls), f"a weight of {weight} counts for nothing", "give it more than 0")
    for path in (*declared.text, *declared.facets, *declared.keep):
        if isinstance(path, str) and follow(fields, path) is None:
            hint = f"name one of {', '.join(fields)}, or give a function of the {entity_type.name}"
            yield Fault("search-path", place(cls), f"{cls.__qualname__} has no {path} to search by", hint)


def _name(what: str | Callable[[Any], Any]) -> str:
    return what if isinstance(what, str) else what.__name__


def _reader(what: str | Callable[[Any], Any]) -> Callable[[Any], Any]:
    if not isinstance(what, str):
        return what
    return lambda entity: value_at(entity, what)


def _kept(declared: SearchDeclaration, entity_type: EntityType) -> tuple[str, ...]:
    """The fields that are small, those of facets, and those that were asked for; the id first."""
    asked = {path.partition(".")[0] for path in (*declared.facets, *declared.keep) if isinstance(path, str)}
    small = {field.name for field in entity_type.fields if field.kind not in _LARGE or field.enum is not None}
    names = (field.name for field in entity_type.fields if field.name in asked | small and field.name != "id")
    return ("id", *names)


def _synonyms(declared: Iterable[Iterable[str] | Mapping[str, Iterable[str]]]) -> dict[str, tuple[str, ...]]:
    """Words by the words that are looked for as well: both ways among those of a group, one way in a mapping."""
    found: dict[str, tuple[str, ...]] = {}
    for group in declared:
        if isinstance(group, Mapping):
            pairs = [(word, tuple(others)) for word, others in group.items()]
        else:
            words = tuple(group)
            pairs = [(word, tuple(other for other in words if other != word)) for word in words]
        for word, others in pairs:
            found[word] = (*found.get(word, ()), *others)
    return found
