"""Connections to a SQLite file, set up alike."""

import os
import sqlite3
from pathlib import Path
from uuid import uuid4

from atomos.adapters.outgoing.sqlite.errors import unusable
from atomos.adapters.outgoing.sqlite.settings import SqliteSettings
from atomos.core.domain.errors import Unavailable
from atomos.storage.sql.predicate import register


class Database:
    """The file, or the memory, that the connections of one store share."""

    def __init__(self, path: str | os.PathLike[str], settings: SqliteSettings) -> None:
        self.settings = settings
        self.in_memory = str(path) in ("", ":memory:")
        if self.in_memory:
            self.name = f"file:/{uuid4().hex}?vfs=memdb"
        else:
            self.name = str(path)

    def create_folder(self) -> None:
        """Make the folder that the file lies in. Raises: Unavailable."""
        if self.name.startswith("file:"):
            return
        try:
            Path(self.name).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Unavailable(f"cannot create the folder of {self.name}: {error.strerror}") from None

    def connect(self, *, busy_timeout: float | None = None, read_only: bool = False) -> sqlite3.Connection:
        """A connection in autocommit, usable from any thread, one at a time. Raises: Unavailable, Misconfigured."""
        timeout = self.settings.busy_timeout if busy_timeout is None else busy_timeout
        try:
            connection = sqlite3.connect(
                self.name,
                timeout=timeout,
                isolation_level=None,
                check_same_thread=False,
                cached_statements=512,
                uri=self.name.startswith("file:"),
            )
        except sqlite3.Error as error:
            raise unusable(error, self.name) from error
        try:
            self._set_up(connection, read_only)
        except sqlite3.Error as error:
            connection.close()
            raise unusable(error, self.name) from error
        return connection

    def _set_up(self, connection: sqlite3.Connection, read_only: bool) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA synchronous = {self.settings.synchronous}")
        connection.execute(f"PRAGMA wal_autocheckpoint = {self.settings.wal_autocheckpoint}")
        connection.execute("PRAGMA foreign_keys = ON")
        if read_only:
            connection.execute("PRAGMA query_only = ON")
        register(connection)
