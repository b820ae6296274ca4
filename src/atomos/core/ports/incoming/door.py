"""The door: what a renderer calls. Every way in goes through it and gets the same answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from atomos.core.domain.page import Page
from atomos.core.ports.incoming.offer import EntityOffer


@dataclass(slots=True)
class Answer:
    """What came of a message: the value in the shape that is shown, and the entity's identity and version.

    `version` and `id` are `None` where the answer is not one entity. `replayed` is the rendered answer of an earlier
    call with the same idempotency key; `value` is `None` then.
    """

    value: Any
    id: Any = None
    version: int | None = None
    replayed: bytes | None = None


@dataclass(frozen=True, slots=True)
class Once:
    """Asks that a command is done once for this key, however often it is sent.

    `fingerprint` tells two different requests under one key apart. `render` turns the answer into the bytes that are
    stored in the commit of the command and come back as `Answer.replayed` later.
    """

    key: str
    fingerprint: str
    render: Callable[[Answer], bytes]


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition of a reader on a list: `path operator value`, the value already typed.

    `operator` is one of `==`, `!=`, `<`, `<=`, `>`, `>=`, `in`, `contains`, `startswith`. A value that is absent meets
    none of the four comparisons.
    """

    path: str
    operator: str
    value: Any


class Door(Protocol):
    """Executes messages and reads entities for an actor; `actor=None` is someone who is not signed in.

    Every method may raise the errors of `atomos.core.domain.errors`, and the application's own ones already mapped.
    """

    async def execute(
        self,
        message: Any,
        *,
        actor: Any = None,
        expected_version: int | None = None,
        once: Once | None = None,
        correlation_id: UUID | None = None,
    ) -> Answer:
        """Do the command or answer the query. `expected_version`: else PreconditionFailed."""
        ...

    async def read(self, offer: EntityOffer, id: Any, *, actor: Any = None) -> Answer:
        """One entity in the shape that is offered. Raises: NotFound."""
        ...

    async def browse(
        self,
        offer: EntityOffer,
        *,
        actor: Any = None,
        filters: Sequence[Filter] = (),
        order_by: Sequence[str] = (),
        limit: int = 50,
        after: str | None = None,
    ) -> Page[Any]:
        """A page of entities in the shape that is offered."""
        ...
