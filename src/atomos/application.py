"""The application: what runs. Made by `Service.build`, then frozen."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from atomos.adapters.incoming.http import HttpRenderer, HttpSettings
from atomos.adapters.outgoing.system import SystemClock, TimeOrderedIds
from atomos.config.settings import Settings
from atomos.core.domain.errors import Misconfigured
from atomos.core.ports.outgoing.clock import Clock, Ids
from atomos.core.ports.outgoing.store import Store
from atomos.core.service.bus import Bus, Compiled
from atomos.core.service.container import Container
from atomos.core.service.mapping import ErrorMapping
from atomos.core.service.searching import reindex
from atomos.core.wiring.declaration import Declaration
from atomos.core.wiring.fault import Fault, Faulty
from atomos.core.wiring.place import place
from atomos.core.wiring.wire import Wiring, wire
from atomos.manifest import Manifest
from atomos.storage.messages import JsonMessages
from atomos.stores import database_url, has_tables, store_for, without_password

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]


@dataclass(frozen=True, slots=True, repr=False)
class Application:
    """A service that is built: sends messages to their handlers, and is an ASGI application itself.

    Use it as `async with app:`, or let an ASGI server start and stop it; until then it has opened nothing. It may be
    started again after it was stopped, by one event loop at a time.
    """

    manifest: Manifest
    settings: Settings
    warnings: tuple[Fault, ...]
    store: Store
    _bus: Bus
    _container: Container
    _http: Asgi
    _url: str | None
    """Where the store is; `None` for a store of one's own."""

    def __repr__(self) -> str:
        kept_by = type(self.store).__name__ if self._url is None else without_password(self._url)
        return f"<Application {self.manifest.service} on {kept_by}>"

    async def execute(self, message: Any, *, actor: Any = None) -> Any:
        """Do an offered command, or answer an offered query, and return what is shown of the answer.

        `actor` is who asks, `None` for someone who is not signed in; policies apply.
        Raises: the errors of `atomos`, and those of the application itself that stand for none of them.
        """
        return (await self._bus.execute(message, actor=actor)).value

    async def settle(self) -> None:
        """Wait until every reaction to what was committed so far has run."""
        await self._bus.settle()

    def run(self, message: Any, *, actor: Any = None) -> Any:
        """Execute one message from synchronous code: start, do it with all that follows from it, and stop."""

        async def once() -> Any:
            async with self:
                return await self.execute(message, actor=actor)

        return asyncio.run(once())

    def migrate(self, folder: Path | None = None, *, allow_data_loss: bool = False) -> tuple[str, ...]:
        """Bring the tables in step, and tell what was done: apply the pending migrations of a folder.

        Without a folder the tables follow the entities directly, as befits a sketch. A store without tables has
        nothing to do. Call it from synchronous code, before the application starts.

        Raises: Misconfigured (also for what would lose data), Unavailable.
        """
        url = self._url
        if url is None or not has_tables(url):
            return ()
        from atomos.migrations import Patience, apply, sync  # noqa: PLC0415 - costs 150 ms, which no request needs

        patience = Patience(lock_timeout=self.settings.lock_timeout)
        entities = self.manifest.entities
        if folder is None:
            done = sync(url, entities, allow_data_loss=allow_data_loss, patience=patience)
        else:
            done = apply(url, folder, entities, allow_data_loss=allow_data_loss, patience=patience).migrations
        self._fill_indexes()
        return done

    def _fill_indexes(self) -> None:
        """Index what a new or changed search does not know yet, in a thread: the caller's may run a loop already."""
        if any(each.searchable for each in self.manifest.entities):
            with ThreadPoolExecutor(1) as thread:
                thread.submit(lambda: asyncio.run(self.reindex())).result()

    async def reindex(self, *, anew: bool = False) -> dict[str, int]:
        """Index all that searches do not know yet, `anew` all there is; how many of which collection.

        Call it before the application starts: it opens the store and closes it.
        """
        await self.store.open()
        try:
            return await reindex(self.store, self.manifest.entities, anew=anew)
        finally:
            await self.store.close()

    async def __aenter__(self) -> Self:
        await self.store.open()
        try:
            await self._container.start()
            await self._bus.resume()
        except BaseException:
            await self._close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            await self._bus.stop()
            await self.settle()
        finally:
            await self._close()

    async def _close(self) -> None:
        try:
            await self._container.stop()
        finally:
            await self.store.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await self._http(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        """Start and stop with the server.

        Source: https://asgi.readthedocs.io/en/latest/specs/lifespan.html
        """
        await receive()
        try:
            await self.__aenter__()
        except Exception as error:  # noqa: BLE001 - the server tells it and stops
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            return
        await send({"type": "lifespan.startup.complete"})
        await receive()
        try:
            await self.__aexit__(None, None, None)
        except Exception as error:  # noqa: BLE001 - as above
            await send({"type": "lifespan.shutdown.failed", "message": str(error)})
            return
        await send({"type": "lifespan.shutdown.complete"})


def assemble(declaration: Declaration, settings: Settings, http: HttpSettings) -> Application:
    """Wire a declaration and put its adapters in place. Raises: Faulty, Misconfigured."""
    clock, ids = SystemClock(), TimeOrderedIds()
    wiring = wire(declaration, {Settings: settings, type(settings): settings, Clock: clock, Ids: ids})
    url = database_url(settings, declaration.name)
    store = (declaration.store or partial(store_for, url))(wiring.entities, settings)
    provided = {provider.port: provider for provider in wiring.container.providers}
    compiled = Compiled(
        wiring.plans,
        wiring.reactions,
        wiring.message_offers,
        wiring.model,
        wiring.container,
        ErrorMapping(declaration.errors),
    )
    codec = JsonMessages([*wiring.reactions, *wiring.plans])
    bus = Bus(compiled, store, codec, provided[Clock].value or clock, provided[Ids].value or ids)
    manifest = _manifest(wiring)
    bare = Application(
        manifest, settings, wiring.warnings, store, bus, wiring.container, _nothing, None if declaration.store else url
    )
    mounts = tuple((path, _mounted(path, app, bare)) for path, app in declaration.mounts)
    if settings.cors_origins:
        http = replace(http, cors_origins=settings.cors_origins)
    return replace(bare, _http=HttpRenderer(manifest, bus, http, mounts=mounts))


async def _nothing(*_: object) -> None:
    """What stands for HTTP while mounted applications are made."""
    raise RuntimeError("the application is still being built")


def _mounted(path: str, app: Any, application: Application) -> Any:
    """A function of one parameter makes the ASGI application; anything else is one. Raises: Faulty, Misconfigured."""
    if not callable(app):
        told = f"what is mounted at {path} is {app!r}, and no application"
        raise Faulty([Fault("mount", path, told, "mount an ASGI application, or a function that makes one")])
    called = app if inspect.isfunction(app) or inspect.isclass(app) else type(app).__call__
    if len(inspect.signature(called).parameters) != 1:
        return app
    try:
        return app(application)
    except (Faulty, Misconfigured):
        raise
    except Exception as error:
        told = f"what is mounted at {path} cannot be made: {type(error).__name__}: {error}"
        hint = "mend the function, which is called with the built application"
        raise Faulty([Fault("mount", place(app), told, hint)]) from error


def _manifest(wiring: Wiring) -> Manifest:
    return Manifest(
        service=wiring.declaration.name,
        entities=wiring.entities,
        plans=dict(wiring.plans),
        reactions=dict(wiring.reactions),
        message_offers=tuple(wiring.message_offers.values()),
        entity_offers=tuple(wiring.entity_offers.values()),
        errors=dict(wiring.declaration.errors),
        mounts=tuple(wiring.declaration.mounts),
        findings=wiring.discovery.findings,
    )
