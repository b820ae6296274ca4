"""What may be set about a SQLite database."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SqliteSettings:
    """How a SQLite store behaves.

    `busy_timeout`: seconds to wait for another process that writes to the same file.
    `synchronous`: FULL survives a power cut; NORMAL may lose the last commits to one.
    `wal_autocheckpoint`: pages in the write-ahead log before they are moved to the file.
    `read_budget`: steps of SQLite's machine, of some 10 ns each, that a read may take on the event loop.
    `reader_threads`: how many longer reads run at a time.
    """

    busy_timeout: float = 5.0
    synchronous: str = "FULL"
    wal_autocheckpoint: int = 8_000
    read_budget: int = 100_000
    reader_threads: int = 2
