"""Waiting for locks, with an end to it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.engine import Connection

from atomos.core.domain.errors import Unavailable
from atomos.storage.engine import Locked, transact

T = TypeVar("T")

_ONE_AT_A_TIME = int.from_bytes(b"atomos")
"""The advisory lock of whoever migrates a PostgreSQL database. SQLite has one writer anyway."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for what others have locked.

    A statement that waits for a lock on a table makes every later statement on that table wait behind it. So it gives
    up after `lock_timeout` seconds, lets the others pass for `pause` seconds, and is tried `attempts` times.
    """

    lock_timeout: float = 5.0
    attempts: int = 5
    pause: float = 1.0


def patiently(url: str, work: Callable[[Connection], T], patience: Patience) -> T:
    """What `work` returns after one transaction, as nobody else migrates. Raises: Unavailable, Misconfigured."""

    def work_alone(connection: Connection) -> T:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})")
        return work(connection)

    for _ in range(1, patience.attempts):
        try:
            return transact(url, work_alone, lock_timeout=patience.lock_timeout)
        except Locked:
            time.sleep(patience.pause)
    try:
        return transact(url, work_alone, lock_timeout=patience.lock_timeout)
    except Locked as locked:
        raise Unavailable(_explained(locked, patience)) from locked


def _explained(locked: Locked, patience: Patience) -> str:
    if "pg_advisory_xact_lock" in locked.statement:
        return "another process migrates this database right now; try again when it is done"
    waited = f"{patience.attempts} times {patience.lock_timeout:g} s"
    statement = " ".join(locked.statement.split())
    return (
        f"{locked}; waited {waited} for: {statement}; nothing was changed: "
        f"end the transaction that holds the lock, or wait longer with --lock-timeout"
    )
