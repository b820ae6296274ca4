"""Entities in a SQLite file: the default store."""

from collections.abc import Sequence

from atomos.adapters.outgoing.sqlite.settings import SqliteSettings
from atomos.adapters.outgoing.sqlite.store import SqliteStore
from atomos.core.domain.entity import EntityType
from atomos.core.domain.errors import Misconfigured

__all__ = ["SqliteSettings", "SqliteStore", "from_url"]

_SCHEME = "sqlite://"


def from_url(url: str, entity_types: Sequence[EntityType], settings: SqliteSettings | None = None) -> SqliteStore:
    """The store at `sqlite:///relative.db`, `sqlite:////absolute.db` or, in memory, `sqlite://`.

    Raises: Misconfigured.
    """
    rest = url.removeprefix(_SCHEME)
    if not url.startswith(_SCHEME) or (rest and not rest.startswith("/")):
        raise Misconfigured(
            f"{url} is no address of a SQLite file; write sqlite:///file.db or sqlite:////folder/file.db"
        )
    return SqliteStore(rest[1:] or ":memory:", entity_types, settings)
