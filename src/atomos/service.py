"""The service: what is declared, in one place, before anything runs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import ModuleType
from typing import Any

from atomos.adapters.incoming.http import HttpSettings
from atomos.application import Application, assemble
from atomos.config.settings import Settings
from atomos.core.domain.entity import EntityType
from atomos.core.domain.errors import AtomosError
from atomos.core.ports.incoming.policy import Who
from atomos.core.ports.outgoing.store import Store
from atomos.core.service.container import Lifetime
from atomos.core.wiring.declaration import (
    Declaration,
    EntityOptions,
    OfferDeclaration,
    ProviderDeclaration,
    SearchDeclaration,
)

_Paths = str | Iterable[str | tuple[str, ...]]


class Service:
    """A service in the making. Declares only: it reads, opens and connects to nothing until `build`.

    Every method may be called in any order and from several modules; what is wrong is told by `build`, all at once.
    """

    def __init__(self, name: str, *, settings: type[Settings] = Settings) -> None:
        """Give the service a name; `settings` is the class that the command line reads from the environment for it."""
        self.name = name
        self.settings = settings
        self._declaration = Declaration(name)
        self._http = HttpSettings()

    def include(self, *modules: str | ModuleType) -> None:
        """Look for handlers in modules and packages, given themselves or by name (`__name__` is the module itself)."""
        self._declaration.includes += modules

    def offer(
        self,
        *offered: type,
        to: Who | None = None,
        at: str | None = None,
        where: Callable[..., bool] | Iterable[Callable[..., bool]] = (),
        as_: type | Callable[..., Any] | None = None,
    ) -> None:
        """Let the outside send these commands and queries, and read these entities.

        `to`: who may; a policy (`anyone`, `operator`) or a rule. Without it the service cannot be built.
        `at`: the HTTP address instead of the derived one, `"POST /tasks/{task_id}/finish"`.
        `where`: rules that limit which entities are visible at all.
        `as_`: what is shown of an entity: a dataclass (by its fields) or a function that makes one.
        """
        rules = (where,) if callable(where) else tuple(where)
        self._declaration.offers += [OfferDeclaration(each, to, at, rules, as_) for each in offered]

    def provide(self, port: Any, adapter: Any, *, per_unit_of_work: bool = False) -> None:
        """Meet a port with an adapter: a class or function, whose parameters are injected, or a value that is ready.

        It is made once when the application starts, or once for each unit of work that asks for it. What follows the
        `yield` of a generator function is its clean-up (an error is raised at the `yield`, so write `finally` for what
        must run in any case); a context manager is entered and left. A later `provide` for
        the same port replaces the earlier one.
        """
        lifetime = Lifetime.UNIT_OF_WORK if per_unit_of_work else Lifetime.APPLICATION
        self._declaration.providers.append(ProviderDeclaration(port, adapter, lifetime))

    def error(self, error: type[Exception], *, as_: type[AtomosError]) -> None:
        """Tell callers of the application's own error, and of those derived from it, as one of the contract's."""
        self._declaration.errors[error] = as_

    def entity(
        self, entity: type, *, unique: _Paths = (), index: _Paths = (), references: Mapping[str, type] | None = None
    ) -> None:
        """How an entity is kept: fields, or paths into nested ones (`salary.minimum`), that are unique or looked up by.

        Several that belong together are a tuple: `unique=[("source", "reference")]`. `references` maps fields to the
        entities whose ids they hold.
        """
        self._declaration.entities[entity] = EntityOptions(_several(unique), _several(index), references or {})

    def search(
        self,
        entity: type,
        *,
        text: Mapping[str | Callable[[Any], Any], float],
        facets: Iterable[str | Callable[[Any], Any]] = (),
        keep: Iterable[str] = (),
        language: str = "en",
        synonyms: Iterable[Iterable[str] | Mapping[str, Iterable[str]]] = (),
    ) -> None:
        """Let words find an entity, by a `Search[Posting]` that handlers ask for.

        `text`: what is looked into, with its weight: a field, a path, or a function of the entity.
        `facets`: what is counted and chosen by, likewise; a value or several.
        `keep`: text and nested fields that rules and orders of a search use; all smaller ones are at hand anyway.
        `language` (BCP 47) tells how words are stemmed.
        `synonyms`: `("nurse", "RN")` goes both ways, `{"bookkeeper": ["accountant"]}` one way.
        """
        self._declaration.searches[entity] = SearchDeclaration(
            dict(text), tuple(facets), tuple(keep), language, tuple(synonyms)
        )

    def store(self, make: Callable[[Sequence[EntityType], Settings], Store]) -> None:
        """Keep entities in a store of one's own, whatever the database URL says.

        `make` is called once, at build time, with all entity types of the service; what it makes is opened later.
        `atomos.testing.StoreContract` holds it to what the framework relies on.
        """
        self._declaration.store = make

    def mount(self, path: str, app: Any) -> None:
        """Serve another ASGI application below a path: pages, files, another framework.

        `app` may also be a function of the built `Application` that returns one; it is called once, at build time.
        """
        self._declaration.mounts.append((path, app))

    def http(self, settings: HttpSettings) -> None:
        """Set how the HTTP API is rendered: its prefix, its limits, its documentation."""
        self._http = settings

    def build(self, settings: Settings | None = None) -> Application:
        """Read, check and compile all of it. Connects to nothing yet.

        Raises: Faulty, with every fault of the declaration; Misconfigured, for settings that cannot be meant.
        """
        return assemble(self._declaration, settings or self.settings(), self._http)


def _several(paths: _Paths) -> tuple[str | tuple[str, ...], ...]:
    return (paths,) if isinstance(paths, str) else tuple(paths)
