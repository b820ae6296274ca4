"""The store in a folder of CSV files."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from atomos.adapters.outgoing.csv.folder import Folder
from atomos.adapters.outgoing.csv.loading import load
from atomos.adapters.outgoing.csv.sheet import Sheet
from atomos.adapters.outgoing.memory.image import Image, Step
from atomos.adapters.outgoing.memory.reader import ImageReader, LockedSession
from atomos.core.domain.entity import EntityType
from atomos.core.ports.outgoing.store import Changes, Session
from atomos.storage.cancellation import whole


class CsvStore(ImageReader):
    """Entities in a folder, a file for each collection, for what people want to read and edit; implements `Store`.

    The files are read when the store is opened, and belong to it until it is closed: nobody else may change them
    meanwhile. A commit writes the files of its collections anew, so it costs as much as they are long.
    """

    durable = True

    def __init__(self, folder: str | Path, entity_types: Iterable[EntityType]) -> None:
        self._folder = Folder(Path(folder))
        self._sheets = [Sheet(entity_type) for entity_type in entity_types]
        self._turn = asyncio.Lock()
        super().__init__(Image(sheet.type for sheet in self._sheets))

    async def open(self) -> None:
        """Read the files; the folder and those that are missing are created.

        Raises: Unavailable (the folder cannot be used, or another process uses it), Misconfigured (a file with
        flaws; all of them are named, with file, line and column).
        """
        self._turn = asyncio.Lock()  # a lock stays with the loop in which someone first waited for it
        self._image = await whole(asyncio.ensure_future(asyncio.to_thread(self._load)))

    async def close(self) -> None:
        """Let other processes use the folder, after a commit under way; idempotent."""
        async with self._turn:
            self._folder.close()

    async def commit(self, changes: Changes) -> None:
        """Apply all changes or none; on return they are in the files.

        Raises: Conflict, AlreadyExists, StillReferenced, Invalid, Unavailable (the files cannot be written, or
        somebody else changed them).
        """
        async with self._turn:
            await self._commit(changes)

    @asynccontextmanager
    async def locking(self) -> AsyncIterator[Session]:
        """A session that lets nobody else commit until it ends."""
        async with self._turn:
            yield LockedSession(self._image, self._commit)

    def _load(self) -> Image:
        self._folder.open()
        try:
            return load(self._folder, self._sheets)
        except BaseException:
            self._folder.close()
            raise

    async def _commit(self, changes: Changes) -> None:
        steps = self._image.apply(changes)
        self._image.undo(steps)
        await whole(asyncio.ensure_future(self._write(steps, changes.committed)))

    async def _write(self, steps: Sequence[Step], committed: Callable[[], None] | None) -> None:
        """Write the files first: nobody reads what may yet be lost."""
        if steps:
            await asyncio.to_thread(self._replace_files, steps)
            self._image.redo(steps)
        if committed is not None:
            committed()

    def _replace_files(self, steps: Sequence[Step]) -> None:
        changed = {step.table for step in steps}
        texts = {}
        for sheet, table in zip(self._sheets, self._image.tables, strict=True):
            if table in changed:
                rows = table.rows | {step.id: step.after for step in steps if step.table is table}
                texts[sheet.name] = sheet.text(row for row in rows.values() if row is not None)
        self._folder.replace(texts)
