"""Functions made from generated source, whose lines stand in tracebacks like any others."""

import itertools
import linecache
from collections.abc import Callable, Mapping
from typing import Any

_count = itertools.count(1)


def compile_function(source: str, name: str, names: Mapping[str, Any], title: str) -> Callable[..., Any]:
    """The function `name` that `source` defines, with `names` as its globals.

    `title` becomes the file name in tracebacks; the source is registered in `linecache`, so they show the lines.
    The source is kept on the function as `__source__`.
    """
    filename = f"<atomos {title} #{next(_count)}>"
    namespace = dict(names)
    exec(compile(source, filename, "exec"), namespace)  # noqa: S102 - the source is ours, made from checked names
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    function: Callable[..., Any] = namespace[name]
    function.__source__ = source  # type: ignore[attr-defined]  # a function carries attributes, its type does not say so
    return function
