"""What values look like on their way in, whichever renderer takes them: types, bounds and constraints."""

from atomos.wire.types import WireTypes, struct_fields, without_absent, written_docstring

__all__ = ["WireTypes", "struct_fields", "without_absent", "written_docstring"]
