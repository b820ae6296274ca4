"""Stored answers: what was answered under an idempotency key, kept in the commit that it tells of."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from atomos.core.domain.errors import Invalid
from atomos.core.ports.incoming.door import Answer, Once
from atomos.core.service.call import Call
from atomos.core.service.unit_of_work import EntityUnitOfWork


@dataclass(slots=True)
class AtomosAnswer:
    """An answer that comes again when the same request is sent again. One of the framework's own entities."""

    id: str
    fingerprint: str
    body: bytes
    answered_at: datetime


async def stored_answer(uow: EntityUnitOfWork, once: Once, call: Call) -> Answer | None:
    """What this actor was answered before under this key, if anything. Raises: Invalid (the key of another request)."""
    kept: AtomosAnswer | None = await uow.load(uow.model.entity(AtomosAnswer), _id(once, call))
    if kept is None:
        return None
    if kept.fingerprint != once.fingerprint:
        raise Invalid("this idempotency key was used for another request; use a new one")
    return Answer(None, replayed=kept.body)


def store_answer(uow: EntityUnitOfWork, once: Once, call: Call, answer: Answer) -> None:
    """Keep the rendered answer with the next commit."""
    uow.add(AtomosAnswer(_id(once, call), once.fingerprint, once.render(answer), call.now))


def _id(once: Once, call: Call) -> str:
    """A key belongs to the actor who chose it: nobody else is answered what the policy told that one."""
    message, actor = type(call.message), getattr(call.actor, "id", call.actor)
    return hashlib.sha256(f"{message.__module__}.{message.__qualname__}\0{actor!r}\0{once.key}".encode()).hexdigest()
