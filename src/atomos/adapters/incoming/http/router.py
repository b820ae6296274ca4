"""Finds what answers a path: a tree of segments, so that a thousand routes cost no more than ten."""

import re
from collections.abc import Iterator
from typing import Generic, TypeVar
from urllib.parse import unquote_to_bytes

from .problem import HttpProblem

T = TypeVar("T")

_BROKEN_PERCENT = re.compile(rb"%(?![0-9A-Fa-f]{2})")


class _Node(Generic[T]):
    __slots__ = ("methods", "parameter", "segments")

    def __init__(self) -> None:
        self.segments: dict[str, _Node[T]] = {}
        self.parameter: _Node[T] | None = None
        self.methods: dict[str, T] = {}


class Router(Generic[T]):
    """Maps methods and paths to targets of one type. `{name}` stands for one segment, a fixed segment goes first."""

    def __init__(self) -> None:
        self._root: _Node[T] = _Node()
        self._fixed: dict[str, dict[str, T]] = {}

    def add(self, method: str, path: str, target: T) -> None:
        """Answer this method on this path by the target; HEAD goes where GET goes."""
        node = self._root
        for segment in path.split("/")[1:]:
            if is_parameter(segment):
                node.parameter = node = node.parameter or _Node()
            else:
                node = node.segments.setdefault(segment, _Node())
        node.methods[method] = target
        if method == "GET":
            node.methods["HEAD"] = target
        if not any(parameters_of(path)):
            self._fixed[path] = node.methods

    def find(self, path: str) -> tuple[dict[str, T], tuple[str, ...]] | None:
        """The targets of a path by method, and the values of its parameters in order."""
        fixed = self._fixed.get(path)
        if fixed is not None:
            return fixed, ()
        return self.find_segments(path.split("/"))

    def find_segments(self, segments: list[str]) -> tuple[dict[str, T], tuple[str, ...]] | None:
        """The same for a path that is split already; the first segment, before the leading slash, is empty."""
        return _find(self._root, segments, 1, ())


def _find(
    node: _Node[T], segments: list[str], position: int, values: tuple[str, ...]
) -> tuple[dict[str, T], tuple[str, ...]] | None:
    if position == len(segments):
        return (node.methods, values) if node.methods else None
    segment = segments[position]
    child = node.segments.get(segment)
    if child is not None:
        found = _find(child, segments, position + 1, values)
        if found is not None:
            return found
    if node.parameter is None or not segment:
        return None
    return _find(node.parameter, segments, position + 1, (*values, segment))


def split_raw(raw_path: bytes) -> list[str]:
    """The decoded segments of a path as it came, so that `%2F` stays inside its segment.

    Raises: HttpProblem (400: a broken percent sequence, or bytes that are not UTF-8).
    """
    if _BROKEN_PERCENT.search(raw_path):
        raise HttpProblem(400, "bad-request", "the path holds a % that is not followed by two hexadecimal digits")
    try:
        return [unquote_to_bytes(segment).decode() for segment in raw_path.split(b"/")]
    except UnicodeDecodeError:
        raise HttpProblem(400, "bad-request", "the path is not UTF-8") from None


def is_parameter(segment: str) -> bool:
    """Whether a segment of a route is a parameter: `{task_id}`."""
    return segment.startswith("{") and segment.endswith("}")


def parameters_of(path: str) -> Iterator[str]:
    """The names of the parameters of a route, in order."""
    return (segment[1:-1] for segment in path.split("/") if is_parameter(segment))
