"""What the tables of an index are called, so that another content has another name."""

import hashlib
import json
import re

from atomos.core.domain.entity import EntityType
from atomos.storage.columns import quoted

NUMBER, LENGTH, FACETS, TERMS = "_number", "_length", "_facets", "_terms"
"""The columns beside those that are copies of the entity's."""

_FORM = re.compile(r"atomos_search_(\w+)_[0-9a-f]{8}")


def search_name(entity_type: EntityType) -> str:
    """The name of the index; it changes with what the index holds, not with what it may be asked."""
    searchable = entity_type.searchable
    assert searchable is not None
    content = {
        "texts": [(text.name, text.weight) for text in searchable.texts],
        "facets": [facet.name for facet in searchable.facets],
        "kept": [(name, entity_type.field(name).kind.value) for name in searchable.kept],
        "language": searchable.language,
    }
    digest = hashlib.sha256(json.dumps(content).encode()).hexdigest()[:8]
    return f"atomos_search_{entity_type.collection[:30]}_{digest}"


def is_search_name(table: str) -> bool:
    """Whether a table is that of an index."""
    return _FORM.fullmatch(table) is not None


def collection_of(index: str) -> str:
    """What is searched by an index of that name."""
    form = _FORM.fullmatch(index)
    return form[1] if form else index


class IndexTables:
    """The quoted names of the tables of one index."""

    def __init__(self, index: str) -> None:
        self.documents = quoted(index)
        self.text = quoted(f"{index}_text")
        self.words = quoted(f"{index}_words")
