"""What indexes and references are called in a database; stores recognise them in its errors."""

import hashlib

from atomos.core.domain.entity import EntityType, Index

LONGEST = 63
"""Bytes of a name that PostgreSQL tells apart."""


def index_name(entity_type: EntityType, index: Index) -> str:
    """`uq_<table>_<paths>` or `ix_<table>_<paths>`, the paths joined by `_`."""
    prefix = "uq" if index.unique else "ix"
    return _shortened("_".join((prefix, entity_type.collection, *index.paths)).replace(".", "_"))


def reference_name(entity_type: EntityType, field: str) -> str:
    """`fk_<table>_<field>`."""
    return _shortened(f"fk_{entity_type.collection}_{field}")


def _shortened(name: str) -> str:
    if len(name.encode()) <= LONGEST:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{name.encode()[: LONGEST - 9].decode(errors='ignore')}_{digest}"
