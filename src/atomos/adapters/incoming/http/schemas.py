"""JSON Schemas of everything that goes in and out, with what is shared in one place."""

import types as python_types
from collections.abc import Sequence
from typing import Any, Final, Union, get_args, get_origin

import msgspec

from atomos.core.domain.page import Page
from atomos.wire import WireTypes

REFERENCE: Final = "#/components/schemas/{name}"
_NULL: Final = {"type": "null"}
_LISTS: Final = (list, tuple, set, frozenset, Sequence)


class Schemas:
    """Collects types and gives a schema for each at once; it is filled in by `components`, when all types are known."""

    def __init__(self, types: WireTypes) -> None:
        self._types = types
        self._asked: list[tuple[Any, dict[str, Any]]] = []

    def wire(self, wire: Any) -> dict[str, Any]:
        """The schema of a wire type."""
        schema: dict[str, Any] = {}
        self._asked.append((wire, schema))
        return schema

    def shown(self, annotation: Any) -> dict[str, Any]:
        """The schema of a value in an answer."""
        origin, arguments = get_origin(annotation), [a for a in get_args(annotation) if a is not Ellipsis]
        if origin is Page:
            return page_schema(self.shown(arguments[0]))
        if origin in _LISTS and len(arguments) == 1:
            return {"type": "array", "items": self.shown(arguments[0])}
        if origin in {Union, python_types.UnionType}:
            return {"anyOf": [self.shown(argument) for argument in arguments]}
        return self.wire(self._types.of(annotation))

    def components(self) -> dict[str, Any]:
        """The shared schemas by name; fills every schema that was given out."""
        try:
            return self._fill(self._asked)
        except TypeError:
            return self._fill([(wire, schema) for wire, schema in self._asked if self._is_describable(wire)])

    def _fill(self, asked: Sequence[tuple[Any, dict[str, Any]]]) -> dict[str, Any]:
        found, components = msgspec.json.schema_components(
            [wire for wire, _ in asked], schema_hook=self._types.schema_hook, ref_template=REFERENCE
        )
        for (_, schema), content in zip(asked, found, strict=True):
            schema.update(content)
        return components

    def _is_describable(self, wire: Any) -> bool:
        """Whether the type has a schema; one that has none (a union of several classes) is shown as anything."""
        try:
            msgspec.json.schema(wire, schema_hook=self._types.schema_hook)
        except TypeError:
            return False
        return True


def page_schema(item: dict[str, Any]) -> dict[str, Any]:
    """The schema of a page: the items, and the cursor of the next page, if there is one."""
    return {
        "type": "object",
        "properties": {"items": {"type": "array", "items": item}, "next": {"anyOf": [{"type": "string"}, _NULL]}},
        "required": ["items", "next"],
    }
