"""The declaration: what a `Service` has been told, before any of it is read."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from atomos.core.domain.entity import EntityType
from atomos.core.domain.errors import AtomosError
from atomos.core.ports.incoming.policy import Who
from atomos.core.ports.outgoing.store import Store
from atomos.core.service.container import Lifetime


@dataclass(frozen=True, slots=True)
class EntityOptions:
    """How an entity is to be kept: fields, or paths into nested ones, alone or several together."""

    unique: tuple[str | tuple[str, ...], ...] = ()
    indexes: tuple[str | tuple[str, ...], ...] = ()
    references: Mapping[str, type] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SearchDeclaration:
    """How an entity is to be searched; a path leads to a field, a function takes the entity."""

    text: Mapping[str | Callable[[Any], Any], float]
    facets: tuple[str | Callable[[Any], Any], ...] = ()
    keep: tuple[str, ...] = ()
    language: str = "en"
    synonyms: tuple[Iterable[str] | Mapping[str, Iterable[str]], ...] = ()


@dataclass(frozen=True, slots=True)
class OfferDeclaration:
    """One `offer`: what, to whom, where, shown as what. `to=None` is a fault, told with all others."""

    offered: type
    to: Who | None
    at: str | None
    where: tuple[Callable[..., bool], ...]
    as_: type | Callable[..., Any] | None

    @property
    def policy(self) -> Who:
        """Who may; asked only after the checks found that every offer says so."""
        assert self.to is not None
        return self.to


@dataclass(frozen=True, slots=True)
class ProviderDeclaration:
    """One `provide`: the port, and the class, function or ready value that meets it."""

    port: Any
    adapter: Any
    lifetime: Lifetime


@dataclass(slots=True)
class Declaration:
    """Everything that a service was told. Grows until it is built."""

    name: str
    includes: list[str | ModuleType] = field(default_factory=list)
    offers: list[OfferDeclaration] = field(default_factory=list)
    providers: list[ProviderDeclaration] = field(default_factory=list)
    entities: dict[type, EntityOptions] = field(default_factory=dict)
    searches: dict[type, SearchDeclaration] = field(default_factory=dict)
    errors: dict[type[Exception], type[AtomosError]] = field(default_factory=dict)
    mounts: list[tuple[str, Any]] = field(default_factory=list)
    store: Callable[[Sequence[EntityType], Any], Store] | None = None
    """Makes a store of the user's own, given the entity types and the settings."""
