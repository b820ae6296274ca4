"""The unit of work: an identity map with snapshots, and one guarded commit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self, TypeVar

from atomos.core.domain.entity import EntityType
from atomos.core.domain.errors import AlreadyExists, Misconfigured, NotFound, PreconditionFailed
from atomos.core.domain.rule import Condition
from atomos.core.ports.outgoing.ordering import comes_after, in_order, sort_values
from atomos.core.ports.outgoing.repository import Repository
from atomos.core.ports.outgoing.search import Hits, Search, SearchIndex, SearchQuery
from atomos.core.ports.outgoing.store import Changes, Delete, Insert, Kept, Query, Session, Update
from atomos.core.service.call import Call
from atomos.core.service.collection import Collection
from atomos.core.service.delivery import Delivery
from atomos.core.service.model import Model
from atomos.core.service.outbox import Outbox
from atomos.core.service.searching import EntitySearch

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Outlet:
    """Where recorded messages go: through the outbox, with the commit, to delivery, after it."""

    outbox: Outbox
    delivery: Delivery


@dataclass(slots=True)
class Tracked:
    """An entity in a unit of work: as it is now, and as the store has it.

    `version` is 0 for one that is new; `before` is the state that was read, `None` where nothing was.
    """

    type: EntityType
    entity: Any
    version: int
    before: tuple[Any, ...] | None
    removed: bool = False

    def changed_fields(self) -> tuple[str, ...]:
        """What differs from the state that was read."""
        return () if self.before is None else self.type.changed(self.before, self.entity)

    @property
    def dirty(self) -> bool:
        """Whether the store does not know this state yet."""
        return self.version == 0 or self.removed or bool(self.changed_fields())


class EntityUnitOfWork:
    """The unit of work of one message. Belongs to one task, never shared; nothing is open while it waits.

    Without an `outlet` for messages it only reads: nothing is ever committed.
    """

    __slots__ = ("_call", "_messages", "_outlet", "_session", "_tracked", "held", "model")

    def __init__(self, session: Session, model: Model, call: Call, outlet: Outlet | None = None) -> None:
        self.model = model
        self.held = False
        """Whether the handler took the reins, and commits by itself."""
        self._session = session
        self._call = call
        self._outlet = outlet
        self._tracked: dict[tuple[EntityType, Any], Tracked] = {}
        self._messages: list[Any] = []

    # What handlers use.

    def repository(self, entity: type[T]) -> Repository[T]:
        """All entities of a type, as this unit of work sees them. Raises: KeyError (no entity of this service)."""
        return Collection(self, self.model.entity(entity))

    def search(self, entity: type[T]) -> Search[T]:
        """The search of a type. Raises: KeyError (no entity of this service)."""
        return EntitySearch(self, self.model.entity(entity))

    def record(self, *messages: Any) -> None:
        """Tell events (or ask for commands) with the next commit."""
        self._messages.extend(messages)

    async def commit(self) -> None:
        """Write all changes and messages as one; as soon as they are durable, send the messages on."""
        outlet = self._outlet
        if outlet is None:
            return
        changes, written = self._changes()
        messages, self._messages = self._messages, []
        calls = outlet.outbox.calls(messages, self._call) if messages else []
        if calls:
            changes.inserts = [*changes.inserts, *outlet.outbox.rows(calls, _aggregate(written))]
        if not written and not changes.inserts:
            if calls:
                outlet.delivery.send(calls)
            return

        def committed() -> None:
            self._settle(written)
            if calls:
                outlet.delivery.send(calls)

        changes.committed = committed
        await self._session.commit(changes)

    async def rollback(self) -> None:
        """Forget all changes and recorded messages since the last commit."""
        self._tracked.clear()
        self._messages.clear()

    async def __aenter__(self) -> Self:
        self.held = True
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.rollback()

    # What plans and repositories use.

    async def load(self, entity_type: EntityType, id: Any) -> Any:
        """The entity of that id, the same object each time. `None` if there is none, or no id."""
        if id is None:
            return None
        tracked = self._tracked.get((entity_type, id))
        if tracked is not None:
            return None if tracked.removed else tracked.entity
        found = await self._session.get(entity_type, (id,))
        return self._track(entity_type, found[0]).entity if found else None

    async def load_by(self, entity_type: EntityType, field: str, value: Any) -> Any:
        """The entity whose unique field has that value. `None` if there is none, or no value."""
        if value is None:
            return None
        condition = self.model.compare(entity_type, field, "==", value)
        found = await self.find(entity_type, Query((condition,), limit=1))
        return found[0] if found else None

    async def load_many(self, entity_type: EntityType, ids: Iterable[Any]) -> list[Any]:
        """The entities of these ids in their order. Raises: NotFound."""
        wanted = list(ids)
        missing = list(dict.fromkeys(id for id in wanted if (entity_type, id) not in self._tracked))
        for kept in await self._session.get(entity_type, missing) if missing else ():
            self._adopt(entity_type, kept)
        return [await self._known(entity_type, id) for id in wanted]

    async def load_those(self, entity_type: EntityType, ids: Sequence[Any]) -> list[Any]:
        """Those of the entities that exist, in the order of the ids."""
        missing = [id for id in ids if (entity_type, id) not in self._tracked]
        for kept in await self._session.get(entity_type, missing) if missing else ():
            self._adopt(entity_type, kept)
        found = [await self.load(entity_type, id) for id in ids if (entity_type, id) in self._tracked]
        return [entity for entity in found if entity is not None]

    async def ask_index(self, entity_type: EntityType, query: SearchQuery) -> Hits:
        """What the index of the store finds. Raises: Misconfigured (the store has none)."""
        if not isinstance(self._session, SearchIndex):
            raise Misconfigured("this store cannot search; use one in memory, SQLite or PostgreSQL")
        return await self._session.search(entity_type, query)

    async def find(self, entity_type: EntityType, query: Query) -> list[Any]:
        """What the query asks for, with the changes of this unit of work taken into account."""
        pending = self._pending(entity_type)
        room = None if query.limit is None else query.limit + len(pending)
        kept = await self._session.find(entity_type, replace(query, limit=room) if pending else query)
        if not pending:
            return [self._adopt(entity_type, each) for each in kept]
        changed = {tracked.entity.id for tracked in pending}
        unchanged = [self._adopt(entity_type, each) for each in kept if each.entity.id not in changed]
        own = [t.entity for t in pending if not t.removed and self._belongs(t.entity, query)]
        return in_order(unchanged + own, query.order)[: query.limit]

    async def count(self, entity_type: EntityType, conditions: Sequence[Condition]) -> int:
        """How many meet all conditions, with the changes of this unit of work taken into account."""
        total = await self._session.count(entity_type, conditions)
        for tracked in self._pending(entity_type):
            if tracked.before is not None:
                old = entity_type.restore(type(tracked.entity), tracked.before)
                total -= all(condition.holds(old) for condition in conditions)
            if not tracked.removed:
                total += all(condition.holds(tracked.entity) for condition in conditions)
        return total

    def add(self, entity: Any) -> None:
        """Insert the entity with the commit; adding one that is there already changes nothing."""
        entity_type = self.model.entity(type(entity))
        tracked = self._tracked.get((entity_type, entity.id))
        if tracked is None:
            self._tracked[entity_type, entity.id] = Tracked(entity_type, entity, 0, None)
        elif tracked.entity is not entity:
            raise AlreadyExists(entity_type.name, ("id",))
        else:
            tracked.removed = False

    def remove(self, entity: Any) -> None:
        """Delete the entity with the commit."""
        entity_type = self.model.entity(type(entity))
        tracked = self._tracked.get((entity_type, entity.id))
        if tracked is None or tracked.entity is not entity:
            raise NotFound(entity_type.name, entity.id)
        if tracked.version == 0:
            del self._tracked[entity_type, entity.id]
        else:
            tracked.removed = True

    def take(self, result: Any) -> Any:
        """Keep what a handler returned: entities are inserted, messages recorded. The first entity among it.

        Who took the reins has committed already: an entity is only the answer then. Raises: TypeError, for a message
        that would be lost.
        """
        if result is None:
            return None
        if isinstance(result, (tuple, list)):
            entities = [self.take(item) for item in result]
            return next((entity for entity in entities if entity is not None), None)
        if self.model.is_entity(type(result)):
            if not self.held:
                self.add(result)
            return result
        if self.held:
            name = type(result).__name__
            raise TypeError(f"a {name} is returned after the last commit; record it before: uow.record({name}(…))")
        self._messages.append(result)
        return None

    def require_version(self, entity: Any, version: int) -> None:
        """Raises: PreconditionFailed, unless the entity was read at that version."""
        entity_type = self.model.entity(type(entity))
        if self._tracked[entity_type, entity.id].version != version:
            raise PreconditionFailed(entity_type.name)

    def version(self, entity: Any) -> int | None:
        """The version that the store has; `None` if the entity is not followed here."""
        tracked = self._tracked.get((self.model.entity(type(entity)), entity.id))
        return tracked.version if tracked else None

    def version_after_commit(self, entity: Any) -> int | None:
        """The version that the entity has, or will have with the commit; `None` if it is not followed here."""
        tracked = self._tracked.get((self.model.entity(type(entity)), entity.id))
        return tracked.version + tracked.dirty if tracked else None

    # Within.

    def _adopt(self, entity_type: EntityType, kept: Kept) -> Any:
        tracked = self._tracked.get((entity_type, kept.entity.id))
        return (tracked or self._track(entity_type, kept)).entity

    def _track(self, entity_type: EntityType, kept: Kept) -> Tracked:
        before = None if self._outlet is None else entity_type.state(kept.entity)
        tracked = Tracked(entity_type, kept.entity, kept.version, before)
        self._tracked[entity_type, kept.entity.id] = tracked
        return tracked

    async def _known(self, entity_type: EntityType, id: Any) -> Any:
        entity = await self.load(entity_type, id) if (entity_type, id) in self._tracked else None
        if entity is None:
            raise NotFound(entity_type.name, id)
        return entity

    def _pending(self, entity_type: EntityType) -> list[Tracked]:
        return [t for t in self._tracked.values() if t.type is entity_type and t.dirty]

    @staticmethod
    def _belongs(entity: Any, query: Query) -> bool:
        seen = query.after is None or comes_after(sort_values(entity, query.order), query.after, query.order)
        return seen and all(condition.holds(entity) for condition in query.conditions)

    def _changes(self) -> tuple[Changes, list[Tracked]]:
        inserts: list[Insert] = []
        updates: list[Update] = []
        deletes: list[Delete] = []
        written: list[Tracked] = []
        for tracked in self._tracked.values():
            if type(tracked.entity) in tracked.type.collecting and tracked.entity.events:
                self._messages.extend(tracked.entity.events)
                tracked.entity.events.clear()
            if tracked.version == 0:
                inserts.append(Insert(tracked.type, tracked.entity))
            elif tracked.removed:
                deletes.append(Delete(tracked.type, tracked.entity.id, tracked.version))
            elif fields := tracked.changed_fields():
                updates.append(Update(tracked.type, tracked.entity, fields, tracked.version))
            else:
                continue
            written.append(tracked)
        return Changes(self._call.now, inserts, updates, deletes), written

    def _settle(self, written: Sequence[Tracked]) -> None:
        """Make what was written the state that the store has, for a next commit in the same unit."""
        for tracked in written:
            if tracked.removed:
                del self._tracked[tracked.type, tracked.entity.id]
            else:
                tracked.version += 1
                tracked.before = tracked.type.state(tracked.entity)


def _aggregate(written: Sequence[Tracked]) -> tuple[str, int] | None:
    """The key and the new version of what told the messages of a commit: the first entity that it writes."""
    if not written:
        return None
    first = written[0]
    return f"{first.type.name}:{first.entity.id}", first.version + 1
