"""The unit of work: everything that one message reads and changes, committed as one."""

from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

from atomos.core.ports.outgoing.repository import Repository

T = TypeVar("T")


class UnitOfWork(Protocol):
    """One transaction around one message. Lives as long as the handling of it, and belongs to one task.

    A handler that only returns values never sees it: it is committed when the handler returns, and forgotten when it
    raises. Who wants the reins asks for it and writes `async with uow: … await uow.commit()`; what is not committed by
    the end of the block is rolled back.
    """

    def repository(self, entity: type[T]) -> Repository[T]:
        """All entities of a type, as this unit of work sees them."""
        ...

    def record(self, *messages: Any) -> None:
        """Tell events (or ask for commands) with the next commit."""
        ...

    async def commit(self) -> None:
        """Write all changes at once, then send the recorded messages on. Raises: Conflict and its kin."""
        ...

    async def rollback(self) -> None:
        """Forget all changes and recorded messages since the last commit."""
        ...

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
