"""Entities in a PostgreSQL database."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from atomos.adapters.outgoing.postgres.settings import PostgresSettings
from atomos.adapters.outgoing.postgres.store import PostgresStore
from atomos.core.domain.entity import EntityType
from atomos.core.domain.errors import Misconfigured

__all__ = ["PostgresSettings", "PostgresStore", "from_url"]

_SCHEMES = ("postgresql://", "postgres://")


def from_url(url: str, entity_types: Sequence[EntityType], settings: PostgresSettings | None = None) -> PostgresStore:
    """The store at `postgresql://user:password@host:port/database`. Raises: Misconfigured."""
    if not url.startswith(_SCHEMES) or not _has_readable_port(url):
        raise Misconfigured("this is no address of a PostgreSQL database; write postgresql://user@host:port/database")
    return PostgresStore(url, entity_types, settings)


def _has_readable_port(url: str) -> bool:
    try:
        urlsplit(url).port  # noqa: B018 - reading it tells
    except ValueError:
        return False
    return True
