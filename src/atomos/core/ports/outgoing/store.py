"""The store: where entities are kept. The one seam between the unit of work and a database.

A store has no memory of who read what: the unit of work keeps snapshots and versions, and brings them back in
`Changes`. So a read holds nothing open, and a commit is one guarded step.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from atomos.core.domain.entity import EntityType
from atomos.core.domain.rule import Condition

# What is made for every message is not frozen: a frozen instance costs five times as much to make.


@dataclass(slots=True)
class Kept:
    """An entity as the store holds it; `version` counts its commits from 1."""

    entity: Any
    version: int


@dataclass(frozen=True, slots=True)
class Order:
    """One key to sort by: a field, or a path into a nested one. `None` comes last in both directions."""

    path: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A question for many entities.

    `order` always ends with the id, so that it is total. `after` holds the sort values of the last entity already
    seen, one per key of `order`; `limit=None` means all.
    """

    conditions: tuple[Condition, ...] = ()
    order: tuple[Order, ...] = (Order("id"),)
    limit: int | None = None
    after: tuple[Any, ...] | None = None


@dataclass(slots=True)
class Insert:
    """A new entity; its version becomes 1."""

    type: EntityType
    entity: Any


@dataclass(slots=True)
class Update:
    """A changed entity: `fields` names what changed, `version` is the one that was read and must still be there."""

    type: EntityType
    entity: Any
    fields: tuple[str, ...]
    version: int


@dataclass(slots=True)
class Delete:
    """An entity to remove, if it still has the version that was read."""

    type: EntityType
    id: Any
    version: int


@dataclass(slots=True)
class Changes:
    """All that one unit of work did: applied whole or not at all, in the order inserts, updates, deletes.

    `at` (aware, UTC) is written to the hidden columns for times. `committed` is called once, by the store, as soon as
    the changes are durable: also when the caller was cancelled and hears of nothing.
    """

    at: datetime
    inserts: Sequence[Insert] = ()
    updates: Sequence[Update] = ()
    deletes: Sequence[Delete] = ()
    committed: Callable[[], None] | None = None


class Session(Protocol):
    """Reads and one commit. Every entity that a read returns is the caller's own: nobody else sees its changes."""

    async def get(self, entity_type: EntityType, ids: Sequence[Any]) -> list[Kept]:
        """Those of the ids that exist, in no particular order."""
        ...

    async def find(self, entity_type: EntityType, query: Query) -> list[Kept]:
        """What the query asks for, in its order."""
        ...

    async def count(self, entity_type: EntityType, conditions: Sequence[Condition]) -> int:
        """How many entities meet all conditions."""
        ...

    async def commit(self, changes: Changes) -> None:
        """Apply all changes in one transaction, durable on return.

        A cancelled caller never leaves half of it: it is applied whole or not at all.

        Raises: Conflict (an updated or deleted entity has another version, or is gone), AlreadyExists (an id or a
        unique index), StillReferenced, Invalid (a value that cannot be stored), Unavailable.
        """
        ...


class Store(Session, Protocol):
    """A session without a transaction of its own: each read stands alone. Lives as long as the application."""

    durable: bool
    """Whether what was committed survives the process."""

    async def open(self) -> None:
        """Connect, and create what an embedded store needs (a file, a folder). Raises: Unavailable, Misconfigured."""
        ...

    async def close(self) -> None:
        """Let go of every connection; idempotent."""
        ...

    def locking(self) -> AbstractAsyncContextManager[Session]:
        """A session in one transaction whose `get` locks what it reads until commit or exit.

        The last resort against contention, where optimistic attempts lost twice. Leaving without a commit rolls back.
        """
        ...
