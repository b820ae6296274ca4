"""Which store a database URL means."""

import importlib
from collections.abc import Sequence
from urllib.parse import urlsplit

from atomos.config.settings import Settings
from atomos.core.domain.entity import EntityType
from atomos.core.domain.errors import Misconfigured
from atomos.core.ports.outgoing.store import Store

_ADAPTERS = {
    "memory": "atomos.adapters.outgoing.memory",
    "sqlite": "atomos.adapters.outgoing.sqlite",
    "csv": "atomos.adapters.outgoing.csv",
    "postgresql": "atomos.adapters.outgoing.postgres",
    "postgres": "atomos.adapters.outgoing.postgres",
}


def database_url(settings: Settings, service: str) -> str:
    """The URL that the settings name, else a SQLite file called after the service."""
    return settings.database_url or f"sqlite:///{service}.db"


def store_for(url: str, entity_types: Sequence[EntityType], settings: Settings) -> Store:
    """The store for a URL, not yet opened; only its own adapter is imported. Raises: Misconfigured."""
    scheme = urlsplit(url).scheme
    if scheme not in _ADAPTERS:
        known = ", ".join(f"{name}://" for name in _ADAPTERS)
        raise Misconfigured(f"database_url begins with {scheme or url!r}; it must begin with one of {known}")
    store: Store = importlib.import_module(_ADAPTERS[scheme]).from_url(url, entity_types, settings)
    return store
