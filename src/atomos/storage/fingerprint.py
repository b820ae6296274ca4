"""A short text for the tables of a service: kept in the database, compared when a store opens."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from atomos.core.domain.entity import EntityType
from atomos.core.domain.errors import Misconfigured
from atomos.storage.columns import is_nullable
from atomos.storage.search.names import search_name

TABLE, COLUMN = "atomos_schema", "fingerprint"
STORED = f"SELECT {COLUMN} FROM {TABLE}"


def fingerprint(entity_types: Iterable[EntityType]) -> str:
    """`table:digest` for every table, sorted: equal texts are equal tables, a difference names its table."""
    return " ".join(sorted(f"{each.collection}:{_digest(each)}" for each in entity_types))


def check_fingerprint(stored: str | None, entity_types: Sequence[EntityType], database: str) -> None:
    """Compare with the text kept in the database, if any. Raises: Misconfigured, telling what differs."""
    expected = fingerprint(entity_types)
    if stored == expected:
        return
    if stored is None:
        what = "has no tables of this service yet"
    else:
        what = f"has other tables than this service: {_difference(stored, expected)}"
    raise Misconfigured(f"the database {database} {what}; run `atomos migrate apply`")


def _difference(stored: str, expected: str) -> str:
    there, here = _tables(stored), _tables(expected)
    parts = {
        "missing": sorted(here.keys() - there.keys()),
        "changed": sorted(name for name in here.keys() & there.keys() if here[name] != there[name]),
        "no longer declared": sorted(there.keys() - here.keys()),
    }
    return "; ".join(f"{', '.join(names)} {what}" for what, names in parts.items() if names)


def _tables(text: str) -> dict[str, str]:
    return dict(entry.split(":", 1) for entry in text.split(" ") if ":" in entry)


def _digest(entity_type: EntityType) -> str:
    description: dict[str, Any] = {
        "columns": sorted((f.name, f.kind.value, is_nullable(entity_type, f)) for f in entity_type.fields),
        "indexes": sorted((index.paths, index.unique) for index in entity_type.indexes),
        "references": sorted((name, cls.__name__) for name, cls in entity_type.references.items()),
        "polymorphic": entity_type.polymorphic,
    }
    if entity_type.searchable is not None:
        description["search"] = search_name(entity_type)
    return hashlib.sha256(json.dumps(description).encode()).hexdigest()[:12]
