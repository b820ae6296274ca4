"""The stage of the HTTP works: each competitor with its database and its server, all of them up at once."""

import os
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from benchmarks.harness.competitor import Store, WebCompetitor, interpreter
from benchmarks.harness.database import Counts, Database, NoDatabase, postgres_database, sqlite_database
from benchmarks.harness.sample import Findings
from benchmarks.harness.server import NotStarted, Server, serving

_PATIENCE = 10.0
"""Seconds that messages may take to reach their listeners after a load, and counts to reach us."""


@dataclass(frozen=True, slots=True)
class Player:
    """A competitor on the stage."""

    competitor: WebCompetitor
    database: Database
    server: Server

    @property
    def key(self) -> tuple[str, str]:
        return self.competitor.name, self.competitor.store.value

    def counts(self) -> Counts:
        """What its database holds."""
        return self.database.counts(self.competitor.outbox)

    def delivered(self) -> int:
        """How many messages its listeners were given."""
        return int(self.server.ask("GET", "/delivered")[1]) if self.competitor.delivers else 0

    def settle(self) -> None:
        """Wait until its outbox is empty, so that what was put off is counted as what it is: work."""
        deadline = time.monotonic() + _PATIENCE
        while self.competitor.delivers and self.counts().waiting and time.monotonic() < deadline:
            time.sleep(0.05)


@contextmanager
def stage(
    competitors: Iterable[WebCompetitor], server: str, *, rows: int, findings: Findings
) -> Iterator[tuple[Player, ...]]:
    """All that could be started, with so many rows each. Who cannot is a fault, and the others go on."""
    with ExitStack() as stack:
        players = []
        for competitor in competitors:
            try:
                players.append(_enter(stack, competitor, server, rows, findings))
            except (NotStarted, subprocess.CalledProcessError) as error:
                said = error.stderr if isinstance(error, subprocess.CalledProcessError) else str(error)
                reason = " ".join(said.strip().splitlines()[-2:])
                findings.faults.append(f"{competitor.title} ({competitor.store.value}) did not start: {reason}")
        yield tuple(players)


def turns(players: tuple[Player, ...], rounds: int) -> Iterator[tuple[int, Player]]:
    """Every player once in each round; who begins changes from round to round."""
    for turn in range(rounds):
        shift = turn % max(len(players), 1)
        for player in (*players[shift:], *players[:shift]):
            yield turn, player


def _enter(stack: ExitStack, competitor: WebCompetitor, server: str, rows: int, findings: Findings) -> Player:
    database = _database(stack, competitor, server)
    python = str(interpreter(competitor.peer))
    environment = {"DATABASE_URL": database.url, **competitor.environment}
    subprocess.run(
        [python, *competitor.prepare],
        cwd=competitor.folder,
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
        text=True,
    )
    database.fill(rows, competitor.hidden)
    stack.callback(_check_messages, competitor, database, findings)  # once the server has stopped
    running = stack.enter_context(serving([python, *competitor.serve], competitor.folder, environment))
    return Player(competitor, database, running)


def _database(stack: ExitStack, competitor: WebCompetitor, server: str) -> Database:
    name = f"{competitor.name}_{competitor.store.value}"
    if competitor.store is Store.POSTGRES:
        return stack.enter_context(postgres_database(server, name))
    return stack.enter_context(sqlite_database(name)) if competitor.store is Store.SQLITE else NoDatabase()


def _check_messages(competitor: WebCompetitor, database: Database, findings: Findings) -> None:
    """Every new posting and every application told an event, which has to have been a row of the outbox."""
    counts = database.counts(competitor.outbox)
    told = counts.postings - database.filled + counts.applications
    written = _written(competitor, database, told) if competitor.delivers else counts.waiting
    if competitor.store is not Store.NONE and written is not None and written < told:
        name = f"{competitor.title} ({competitor.store.value})"
        findings.faults.append(f"{name} wrote {written} rows to its outbox for {told} events")


def _written(competitor: WebCompetitor, database: Database, told: int) -> int | None:
    """How many rows there ever were, which the database may tell a little later."""
    deadline = time.monotonic() + _PATIENCE
    while (ever := database.messages_ever(competitor.outbox)) is not None and ever < told:
        if time.monotonic() > deadline:
            break
        time.sleep(0.2)
    return ever
