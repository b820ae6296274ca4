"""A database with listings in it, there for as long as it is measured."""

import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from itertools import islice

from atomos import Application, Settings
from atomos.core.ports.outgoing.store import Changes, Insert
from benchmarks.search.listings import Listing, service

POSTGRES = "postgresql://root@127.0.0.1:5432/"
_AT_ONCE = 1_000


@contextmanager
def database(kind: str) -> Iterator[str]:
    """The address of an empty database of that kind: `sqlite` or `postgresql`."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/listings.db"
        return
    name = "atomos_bench_search"
    for command in ("dropdb --if-exists", "createdb"):
        subprocess.run([*command.split(), f"--maintenance-db={POSTGRES}postgres", name], check=True)  # noqa: S603
    try:
        yield POSTGRES + name
    finally:
        subprocess.run(["dropdb", f"--maintenance-db={POSTGRES}postgres", "--force", name], check=True)  # noqa: S603, S607


@asynccontextmanager
async def running(url: str, listings: Iterable[Listing]) -> AsyncIterator[Application]:
    """The application over the listings."""
    application = service.build(Settings(database_url=url))
    application.migrate()
    entity_type = next(each for each in application.manifest.entities if each.cls is Listing)
    remaining = iter(listings)
    async with application:
        while batch := list(islice(remaining, _AT_ONCE)):
            inserts = [Insert(entity_type, listing) for listing in batch]
            await application.store.commit(Changes(datetime.now(UTC), inserts))
        yield application
