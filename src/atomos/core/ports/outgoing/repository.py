"""The repository: a collection of entities, as the domain sees it."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol, TypeVar

from atomos.core.domain.page import Page

T = TypeVar("T")


class Repository(Protocol[T]):
    """All entities of one type, within one unit of work: it reads what was added, changed and removed before.

    Rules are plain functions over the entity. Named values give the rules their other parameters; a name that no rule
    asks for is a field to be equal: `postings.find(visible, now=now, organisation_id=id)`.
    """

    async def get(self, id: Any) -> T:
        """The entity of that id. Raises: NotFound."""
        ...

    async def get_many(self, ids: Iterable[Any]) -> Sequence[T]:
        """The entities of these ids, in their order, read at once. Raises: NotFound."""
        ...

    async def find(
        self,
        *rules: Callable[..., bool],
        order_by: str | Sequence[str] = (),
        limit: int | None = None,
        after: str | None = None,
        **values: Any,
    ) -> Page[T]:
        """Those that meet every rule, sorted by `order_by` (`"-published_at"` descends), then by id.

        `limit=None` is all of them; `after` is the `next` of the page before. Raises: Invalid (a foreign cursor).
        """
        ...

    async def first(self, *rules: Callable[..., bool], order_by: str | Sequence[str] = (), **values: Any) -> T | None:
        """The first that meets every rule, or `None`."""
        ...

    async def count(self, *rules: Callable[..., bool], **values: Any) -> int:
        """How many meet every rule."""
        ...

    async def exists(self, *rules: Callable[..., bool], **values: Any) -> bool:
        """Whether any meets every rule."""
        ...

    def add(self, entity: T) -> None:
        """Insert the entity with the commit of the unit of work."""
        ...

    def remove(self, entity: T) -> None:
        """Delete the entity with the commit of the unit of work."""
        ...
