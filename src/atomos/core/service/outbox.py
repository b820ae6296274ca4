"""The outbox: messages that somebody follows, from the commit that caused them until they were followed."""

import asyncio
import logging
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from atomos.core.domain.entity import EntityType
from atomos.core.domain.envelope import Envelope
from atomos.core.domain.errors import Conflict, Unavailable
from atomos.core.ports.outgoing.clock import Clock, Ids
from atomos.core.ports.outgoing.message_codec import MessageCodec
from atomos.core.ports.outgoing.store import Changes, Delete, Insert, Order, Query, Store
from atomos.core.service.call import Call
from atomos.core.service.delivery import Delivery

logger = logging.getLogger("atomos.outbox")

_MESSAGES_A_VERSION = 1 << 16
"""The numbers within a key leave that much room for the messages of one commit."""

_OLDEST_FIRST = (Order("occurred_at"), Order("key_seq"), Order("id"))


@dataclass(slots=True)
class AtomosMessage:
    """A message on its way, in the same database as what caused it. One of the framework's own entities.

    Messages of one `ordering_key`, that of the aggregate which told them, are in the order of `key_seq`, which rises
    with its version; ids alone would not order what several processes tell.
    """

    id: UUID
    type: str
    payload: bytes
    ordering_key: str
    key_seq: int
    correlation_id: UUID
    causation_id: UUID | None
    occurred_at: datetime


class Outbox:
    """Turns recorded messages into calls of their handlers, and into rows where the store is durable.

    `followed` are the types that somebody follows; the others are told to nobody. Lives as long as the application.
    """

    under_way = timedelta(seconds=30)
    """A row that is younger may be handled by the process that wrote it; an older one counts as left behind."""

    def __init__(
        self, followed: Container[type], kept_as: EntityType, store: Store, codec: MessageCodec, clock: Clock, ids: Ids
    ) -> None:
        self._followed = followed
        self._type = kept_as
        self._store = store
        self._codec = codec
        self._clock = clock
        self._ids = ids
        self._second_look: asyncio.Task[None] | None = None

    def calls(self, messages: Iterable[Any], cause: Call) -> list[Call]:
        """A call for each message that somebody follows."""
        return [Call(m, self._clock, self._ids, cause=cause) for m in messages if type(m) in self._followed]

    def rows(self, calls: Iterable[Call], aggregate: tuple[str, int] | None) -> list[Insert]:
        """What to insert with the commit; nothing where it would not outlive the process anyway.

        `aggregate` is the key and the new version of what told the messages; without one each is a key of its own.
        """
        if not self._store.durable:
            return []
        return [Insert(self._type, self._row(call, place, aggregate)) for place, call in enumerate(calls)]

    async def forget(self, calls: Sequence[Call]) -> None:
        """Take followed messages out; those that another process took out already do no harm."""
        if not self._store.durable:
            return
        deletes = [Delete(self._type, call.envelope.id, 1) for call in calls]
        try:
            await self._store.commit(Changes(self._clock.now(), deletes=deletes))
        except Conflict:
            for delete in deletes if len(deletes) > 1 else ():
                await self.forget([call for call in calls if call.envelope.id == delete.id])

    async def resume(self, delivery: Delivery) -> None:
        """Deliver what other processes left behind, at once or as soon as it is old enough to be that.

        A process that is slower than `under_way` has its messages handled twice. What cannot be read stays, and is
        told.
        """
        if not self._store.durable:
            return
        rows = [kept.entity for kept in await self._store.find(self._type, Query(order=_OLDEST_FIRST))]
        since = self._clock.now() - self.under_way
        self._deliver((row for row in rows if row.occurred_at <= since), delivery)
        if young := [row.id for row in rows if row.occurred_at > since]:
            self._second_look = asyncio.create_task(self._look_again(young, delivery), name="atomos outbox")

    async def stop(self) -> None:
        """Leave what is not old enough yet to the next process."""
        look, self._second_look = self._second_look, None
        if look is not None:
            look.cancel()
            await asyncio.wait([look])

    async def _look_again(self, ids: Sequence[UUID], delivery: Delivery) -> None:
        await asyncio.sleep(self.under_way.total_seconds())
        try:
            rows = {kept.entity.id: kept.entity for kept in await self._store.get(self._type, ids)}
        except Unavailable as error:
            logger.error("%s messages stay in the outbox until a process starts: %s", len(ids), error)  # noqa: TRY400
            return
        self._deliver((rows[id] for id in ids if id in rows), delivery)

    def _deliver(self, rows: Iterable[AtomosMessage], delivery: Delivery) -> None:
        delivery.send([call for row in rows if (call := self._reread(row)) is not None])

    def _row(self, call: Call, place: int, aggregate: tuple[str, int] | None) -> AtomosMessage:
        envelope = call.envelope
        key, version = aggregate or (str(envelope.id), 0)
        return AtomosMessage(
            envelope.id,
            self._codec.name(type(call.message)),
            self._codec.encode(call.message),
            key,
            version * _MESSAGES_A_VERSION + place,
            envelope.correlation_id,
            envelope.causation_id,
            envelope.occurred_at,
        )

    def _reread(self, row: AtomosMessage) -> Call | None:
        try:
            message = self._codec.decode(row.type, row.payload)
        except (LookupError, ValueError) as error:
            logger.error("the message %s %s stays in the outbox: %s", row.type, row.id, error)  # noqa: TRY400
            return None
        envelope = Envelope(row.id, message, row.occurred_at, row.correlation_id, row.causation_id)
        return Call.again(envelope, self._clock, self._ids)
