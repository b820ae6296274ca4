"""The files of a folder, for one process at a time, each of them replaced as a whole.

A commit to several files is made by a journal: the new files are written under other names, then the journal that
lists them appears, then they take their places, then the journal goes. What a crash leaves is completed when the
folder is opened if the journal is there, and dropped otherwise.
"""

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from atomos.core.domain.errors import Unavailable

LOCK, JOURNAL, NEW = ".lock", ".commit", ".new"


@dataclass(frozen=True, slots=True)
class Content:
    """A file as it was read, and when it was last changed."""

    data: bytes
    at: datetime


class Folder:
    """The files of a store, from `open` to `close`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock: int | None = None
        self._stamps: dict[str, tuple[int, int, int]] = {}
        self._doubtful = False

    def open(self) -> None:
        """Create the folder if needed, lock it, and clean up after a crash. Raises: Unavailable."""
        with self._reporting("cannot be opened"):
            self.path.mkdir(parents=True, exist_ok=True)
            self._take_lock()
            self._recover()

    def close(self) -> None:
        """Let the next process in; idempotent."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def read(self, name: str) -> Content | None:
        """A file, or `None` if there is none. Raises: Unavailable."""
        with self._reporting("cannot be read"), suppress(FileNotFoundError):
            self._stamps[name] = stamp = self._stamp(name)
            return Content((self.path / name).read_bytes(), datetime.fromtimestamp(stamp[0] / 1e9, UTC))
        return None

    def replace(self, texts: Mapping[str, str]) -> None:
        """Put the files in the places of those that were read or written before: all, or none; durable on return.

        Raises: Unavailable (also if somebody else changed one of them meanwhile: nothing of theirs is overwritten).
        """
        with self._reporting("cannot be written"):
            self._check_untouched(texts)
            for name, text in texts.items():
                _write(self.path / _new(name), text)
                if name in self._stamps:
                    shutil.copymode(self.path / name, self.path / _new(name))
            self._doubtful = True
            if len(texts) > 1:
                self._write_journal(texts)
            self._finish(texts)
            self._doubtful = False
            self._stamps |= {name: self._stamp(name) for name in texts}

    def _check_untouched(self, texts: Mapping[str, str]) -> None:
        if self._lock is None:
            raise Unavailable(f"the folder {self.path} is not open")
        if self._doubtful:
            raise Unavailable(f"a write to the folder {self.path} has failed halfway; restart to complete it")
        for name in self._stamps.keys() & texts.keys():
            if not (self.path / name).exists() or self._stamp(name) != self._stamps[name]:
                raise Unavailable(f"{self.path / name} was changed by somebody else; restart to read it again")

    def _take_lock(self) -> None:
        lock = os.open(self.path / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.read(lock, 20).decode() or "another one"
            os.close(lock)
            hint = "stop that one, or use another folder"
            raise Unavailable(f"the folder {self.path} is in use by process {owner}; {hint}") from None
        os.ftruncate(lock, 0)
        os.write(lock, str(os.getpid()).encode())
        self._lock = lock

    def _recover(self) -> None:
        journal = self.path / JOURNAL
        if journal.exists():
            names = journal.read_text(encoding="utf-8").splitlines()
            self._finish(name for name in names if (self.path / _new(name)).exists())
        for leftover in (*self.path.glob(_new("*.csv")), *self.path.glob(_new(JOURNAL))):
            leftover.unlink()
        self._doubtful = False
        self._stamps.clear()

    def _write_journal(self, names: Iterable[str]) -> None:
        _write(self.path / _new(JOURNAL), "\n".join(names))
        (self.path / _new(JOURNAL)).replace(self.path / JOURNAL)
        self._sync()

    def _finish(self, names: Iterable[str]) -> None:
        for name in names:
            (self.path / _new(name)).replace(self.path / name)
        self._sync()
        if (self.path / JOURNAL).exists():
            (self.path / JOURNAL).unlink()
            self._sync()

    def _sync(self) -> None:
        folder = os.open(self.path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _stamp(self, name: str) -> tuple[int, int, int]:
        status = (self.path / name).stat()
        return status.st_mtime_ns, status.st_size, status.st_ino

    @contextmanager
    def _reporting(self, problem: str) -> Iterator[None]:
        try:
            yield
        except Unavailable:
            raise
        except OSError as error:
            raise Unavailable(f"the folder {self.path} {problem}: {error.strerror or error}") from error


def _new(name: str) -> str:
    return f".{name}{NEW}"


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
