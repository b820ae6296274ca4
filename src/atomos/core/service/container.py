"""The container: what was provided, made once for the application or once for each unit of work."""

from collections.abc import Callable
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from enum import Enum
from inspect import isasyncgenfunction, isawaitable, isgeneratorfunction
from types import TracebackType
from typing import Any, Self

from atomos.core.ports.outgoing.unit_of_work import UnitOfWork


class Lifetime(Enum):
    """How long a provided value lives."""

    APPLICATION = "application"
    UNIT_OF_WORK = "unit of work"


@dataclass(frozen=True, slots=True)
class Argument:
    """One parameter of a factory: the value of a slot, a repository of an entity, or the unit of work itself."""

    name: str
    slot: int | None = None
    repository_of: type | None = None


@dataclass(frozen=True, slots=True)
class Provider:
    """How one port is met.

    `factory=None` is a value that was given ready. A generator's part after `yield` is its clean-up; what a factory
    returns is entered and left again if it is a context manager.
    """

    slot: int
    port: Any
    lifetime: Lifetime
    factory: Callable[..., Any] | None
    arguments: tuple[Argument, ...] = ()
    value: Any = None


class Container:
    """The provided values by slot. `values` is filled when the application starts; plans hold on to that list.

    `providers` stand in the order in which they can be made: what one needs comes before it.
    """

    def __init__(self, providers: tuple[Provider, ...]) -> None:
        self.providers = providers
        self.values: list[Any] = [None] * len(providers)
        self._stack = AsyncExitStack()
        self._by_slot = {provider.slot: provider for provider in providers}
        self.scoped = any(provider.lifetime is Lifetime.UNIT_OF_WORK for provider in providers)
        """Whether anything lives as long as one unit of work."""

    async def start(self) -> None:
        """Make all that lives as long as the application; what was made is cleaned up again if one of them fails."""
        async with AsyncExitStack() as stack:
            for provider in self.providers:
                if provider.lifetime is Lifetime.APPLICATION:
                    arguments = {a.name: self.values[a.slot] for a in provider.arguments if a.slot is not None}
                    self.values[provider.slot] = await make(provider, arguments, stack)
            self._stack = stack.pop_all()

    async def stop(self) -> None:
        """Clean up in the opposite order."""
        await self._stack.aclose()

    def scope(self, uow: UnitOfWork) -> "Scope":
        """What lives as long as one unit of work."""
        return Scope(self.values, self._by_slot, uow)


class Scope:
    """Values made on demand for one unit of work, and cleaned up when it is over."""

    def __init__(self, values: list[Any], by_slot: dict[int, Provider], uow: UnitOfWork) -> None:
        self._values = values
        self._by_slot = by_slot
        self._uow = uow
        self._made: dict[int, Any] = {}
        self._stack = AsyncExitStack()

    async def get(self, slot: int) -> Any:
        """The value of a slot, the same one each time within the unit of work."""
        provider = self._by_slot[slot]
        if provider.lifetime is Lifetime.APPLICATION:
            return self._values[slot]
        if slot not in self._made:
            arguments = {argument.name: await self._argument(argument) for argument in provider.arguments}
            self._made[slot] = await make(provider, arguments, self._stack)
        return self._made[slot]

    async def _argument(self, argument: Argument) -> Any:
        if argument.slot is not None:
            return await self.get(argument.slot)
        return self._uow.repository(argument.repository_of) if argument.repository_of else self._uow

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.__aexit__(kind, error, trace)


async def make(provider: Provider, arguments: dict[str, Any], stack: AsyncExitStack) -> Any:
    """The value of a provider; its clean-up goes on the stack."""
    factory = provider.factory
    if factory is None:
        return provider.value
    if isasyncgenfunction(factory):
        return await stack.enter_async_context(asynccontextmanager(factory)(**arguments))
    if isgeneratorfunction(factory):
        return stack.enter_context(contextmanager(factory)(**arguments))
    made = factory(**arguments)
    if isawaitable(made):
        made = await made
    if hasattr(made, "__aenter__"):
        return await stack.enter_async_context(made)
    return stack.enter_context(made) if hasattr(made, "__enter__") else made
