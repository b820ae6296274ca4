"""Several units of work in one transaction, each of which succeeds or fails by itself."""

import sqlite3
from collections.abc import Sequence

from atomos.adapters.outgoing.sqlite.changes import Step
from atomos.adapters.outgoing.sqlite.errors import concerns_one, refusal
from atomos.core.domain.entity import EntityType
from atomos.core.domain.errors import Conflict, StillReferenced
from atomos.core.ports.outgoing.store import Delete, Update

Unit = Sequence[Step]
"""The steps of one unit of work."""


class Batch:
    """Writes units of work into an open transaction of `connection`."""

    def __init__(self, connection: sqlite3.Connection, entity_types: Sequence[EntityType]) -> None:
        self._connection = connection
        self._entity_types = entity_types

    def write(self, units: Sequence[Unit]) -> list[Exception | None]:
        """Begin, write each unit, commit; returns for each unit what went wrong with it.

        A unit that fails at its first step has written nothing. One that fails later has to be undone: then all are
        written once more, each behind a savepoint, which would be dear to set for the many that succeed.
        Raises: sqlite3.Error, after a rollback, if the database cannot be written.
        """
        self.begin()
        try:
            outcomes = self._write_all(units)
            if any(torn for _, torn in outcomes):
                self.rollback()
                self.begin()
                outcomes = [(self._write_contained(unit), False) for unit in units]
            self._connection.execute("COMMIT")
        except BaseException:
            self.rollback()
            raise
        return [self._again_alone(unit, error) for unit, (error, _) in zip(units, outcomes, strict=True)]

    def begin(self) -> None:
        """Become the only one who writes to the file; waits for others as long as `busy_timeout`."""
        self._connection.execute("BEGIN IMMEDIATE")

    def finish(self, unit: Unit) -> Exception | None:
        """Write one unit into the transaction that is open, and commit; returns what went wrong with it."""
        if not self._connection.in_transaction:
            self.begin()
        try:
            error, _ = self._write(unit)
            self._connection.execute("ROLLBACK" if error else "COMMIT")
        except BaseException:
            self.rollback()
            raise
        return self._again_alone(unit, error)

    def rollback(self) -> None:
        """Undo what is open, if anything is: SQLite ends a transaction by itself on some errors."""
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def _write_all(self, units: Sequence[Unit]) -> list[tuple[Exception | None, bool]]:
        outcomes = []
        for unit in units:
            outcomes.append(self._write(unit))
            if outcomes[-1][1]:
                break
        return outcomes

    def _write_contained(self, unit: Unit) -> Exception | None:
        self._connection.execute("SAVEPOINT unit")
        error, torn = self._write(unit)
        if torn:
            self._connection.execute("ROLLBACK TO unit")
        self._connection.execute("RELEASE unit")
        return error

    def _again_alone(self, unit: Unit, error: Exception | None) -> Exception | None:
        """Write a unit whose own steps may mend the reference they broke: it is looked at when all are done.

        That takes a transaction of its own, as SQLite does not tell before the commit.
        """
        if not isinstance(error, StillReferenced) or len(unit) == 1:
            return error
        self.begin()
        try:
            self._connection.execute("PRAGMA defer_foreign_keys = ON")
            other, _ = self._write(unit)
            self._connection.execute("ROLLBACK" if other else "COMMIT")
        except sqlite3.IntegrityError:
            return error
        finally:
            self.rollback()
        return other

    def _write(self, unit: Unit) -> tuple[Exception | None, bool]:
        """The error of a unit, and whether it had written something before."""
        for position, step in enumerate(unit):
            try:
                cursor = self._connection.execute(step.sql, step.values)
            except sqlite3.Error as error:
                if not concerns_one(error):
                    raise
                return refusal(error, step, self._connection, self._entity_types), position > 0
            if cursor.rowcount != 1 and isinstance(step.change, Update | Delete):
                return Conflict(), position > 0
        return None, False
