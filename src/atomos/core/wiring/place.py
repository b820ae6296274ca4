"""Where a declaration stands in the source, as people look it up."""

import inspect
import sys
from pathlib import Path
from typing import Any


def place(declared: Any, offset: int = 0) -> str:
    """`jobboard/core/domain/posting.py:12`; `offset` counts lines from the first of the declaration."""
    module = getattr(declared, "__module__", "?")
    try:
        line = inspect.getsourcelines(declared)[1]
    except (OSError, TypeError):
        return f"{module}.{getattr(declared, '__qualname__', declared)}"
    return f"{file_of(module)}:{line + offset}"


def file_of(module: str) -> str:
    """The file of a module, relative to where its top package stands: `jobboard/core/domain/posting.py`."""
    path = Path(getattr(sys.modules.get(module), "__file__", None) or f"{module}.py")
    depth = len(module.split(".")) + (path.name == "__init__.py")
    return "/".join(path.parts[-depth:])
