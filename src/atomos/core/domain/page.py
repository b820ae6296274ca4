"""A page of results, and the cursor that leads to the next one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar, overload

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Sequence[T]):
    """Results in order, read like a list.

    `next` is an opaque cursor: give it as `after=` to the same `find` for what follows; `None` means that
    nothing follows. A cursor remembers values, not a position, so pages neither skip nor repeat when rows come
    and go ("keyset pagination").
    """

    items: tuple[T, ...]
    next: str | None = None

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        return self.items[index]
