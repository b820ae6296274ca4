"""Which store a database URL means."""

from collections.abc import Callable, Sequence
from typing import Final
from urllib.parse import urlsplit

from atomos.config.settings import Settings
from atomos.core.domain.entity import EntityType
from atomos.core.domain.errors import Misconfigured
from atomos.core.ports.outgoing.store import Store

# Each adapter is imported when its URL is met: a service pays for the one that it uses.
# ruff: noqa: PLC0415


def database_url(settings: Settings, service: str) -> str:
    """The URL that the settings name, else a SQLite file called after the service."""
    return settings.database_url or f"sqlite:///{service}.db"


def without_password(url: str) -> str:
    """The URL as it may be shown."""
    parts = urlsplit(url)
    if not parts.password:
        return url
    return parts._replace(netloc=parts.netloc.replace(f":{parts.password}@", ":***@")).geturl()


def has_tables(url: str) -> bool:
    """Whether the store keeps entities in tables, which migrations keep in step."""
    return _scheme(url) in ("sqlite", "postgresql", "postgres")


def store_for(url: str, entity_types: Sequence[EntityType], settings: Settings) -> Store:
    """The store for a URL, not yet opened. Raises: Misconfigured."""
    scheme = _scheme(url)
    if scheme not in _STORES:
        known = ", ".join(f"{name}://" for name in _STORES)
        raise Misconfigured(f"the database URL begins with {scheme or url!r}; it must begin with one of {known}")
    return _STORES[scheme](url, entity_types, settings)


def _scheme(url: str) -> str:
    scheme, separator, _ = url.partition(":")
    return scheme if separator else ""


def _sqlite(url: str, entity_types: Sequence[EntityType], settings: Settings) -> Store:  # noqa: ARG001
    from atomos.adapters.outgoing.sqlite import from_url

    return from_url(url, entity_types)


def _postgres(url: str, entity_types: Sequence[EntityType], settings: Settings) -> Store:
    from atomos.adapters.outgoing.postgres import PostgresSettings, from_url

    limits = PostgresSettings(
        connections=settings.pool_size,
        lock_timeout=settings.lock_timeout,
        statement_timeout=settings.statement_timeout,
    )
    return from_url(url, entity_types, limits)


def _csv(url: str, entity_types: Sequence[EntityType], settings: Settings) -> Store:  # noqa: ARG001
    from atomos.adapters.outgoing.csv import CsvStore

    folder = url.removeprefix("csv://").removeprefix("/")
    if not folder:
        raise Misconfigured(f"{url} names no folder; write csv:///folder or csv:////absolute/folder")
    return CsvStore(folder, entity_types)


def _memory(url: str, entity_types: Sequence[EntityType], settings: Settings) -> Store:  # noqa: ARG001
    from atomos.adapters.outgoing.memory import MemoryStore

    return MemoryStore(entity_types)


_STORES: Final[dict[str, Callable[[str, Sequence[EntityType], Settings], Store]]] = {
    "sqlite": _sqlite,
    "postgresql": _postgres,
    "postgres": _postgres,
    "csv": _csv,
    "memory": _memory,
}
