"""Stored answers: what was answered under an idempotency key, kept in the commit that it tells of."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from atomos.core.domain.errors import Invalid
from atomos.core.ports.incoming.door import Answer, Once
from atomos.core.service.unit_of_work import EntityUnitOfWork


@dataclass(slots=True)
class AtomosAnswer:
    """An answer that comes again when the same request is sent again. One of the framework's own entities."""

    id: str
    fingerprint: str
    body: bytes
    answered_at: datetime


async def stored_answer(uow: EntityUnitOfWork, once: Once, message: type) -> Answer | None:
    """The answer given before under this key, if there is one. Raises: Invalid (the key of another request)."""
    kept: AtomosAnswer | None = await uow.load(uow.model.entity(AtomosAnswer), _id(once, message))
    if kept is None:
        return None
    if kept.fingerprint != once.fingerprint:
        raise Invalid("this idempotency key was used for another request; use a new one")
    return Answer(None, replayed=kept.body)


def store_answer(uow: EntityUnitOfWork, once: Once, message: type, answer: Answer, now: datetime) -> None:
    """Keep the rendered answer with the next commit."""
    uow.add(AtomosAnswer(_id(once, message), once.fingerprint, once.render(answer), now))


def _id(once: Once, message: type) -> str:
    return hashlib.sha256(f"{message.__module__}.{message.__qualname__}\0{once.key}".encode()).hexdigest()
