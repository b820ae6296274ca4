"""Which error of the application stands for which error of the contract."""

import json
from collections.abc import Mapping
from typing import NoReturn

from atomos.core.domain.errors import AtomosError, Forbidden, Invalid, NotFound

_BUILTIN: tuple[tuple[type[Exception], type[AtomosError]], ...] = (
    (PermissionError, Forbidden),
    (LookupError, NotFound),
    (ValueError, Invalid),
)
_MISTAKES = (KeyError, IndexError, UnicodeError, json.JSONDecodeError)
"""Builtin errors that inherit from a mapped one, but tell of a mistake in the code and not of the caller's."""


class ErrorMapping:
    """Maps what a handler raises; the nearest class in the error's own line of inheritance decides.

    `PermissionError`, `LookupError` and `ValueError` are mapped from the start, but not those that Python itself raises
    for broken code or from the operating system. What is not mapped is an error inside.
    """

    def __init__(self, declared: Mapping[type[Exception], type[AtomosError]]) -> None:
        self._declared = dict(declared)

    def raise_mapped(self, error: Exception) -> NoReturn:
        """Raise the error of the contract that stands for the one given; or that one itself."""
        mapped = self.mapped(error)
        if mapped is error:
            raise error
        raise mapped from error

    def mapped(self, error: Exception) -> Exception:
        """The error of the contract that stands for the one given; or that one itself."""
        if isinstance(error, AtomosError):
            return error
        target = self._target(error)
        return error if target is None else target.saying(str(error))

    def _target(self, error: Exception) -> type[AtomosError] | None:
        for cls in type(error).__mro__:
            if cls in self._declared:
                return self._declared[cls]
        if isinstance(error, _MISTAKES) or (isinstance(error, OSError) and error.errno is not None):
            return None
        return next((target for cls, target in _BUILTIN if isinstance(error, cls)), None)
