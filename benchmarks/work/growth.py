"""What grows: routes and stored rows."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Final

from benchmarks.harness.competitor import LIMIT, Store, WebCompetitor, interpreter
from benchmarks.harness.database import postgres_database
from benchmarks.harness.load import Request, press
from benchmarks.harness.options import Options
from benchmarks.harness.sample import Findings, Sample
from benchmarks.harness.server import NotStarted, Server, serving
from benchmarks.work.http import figures, measure_work
from benchmarks.work.stage import stage

ROUTES: Final = (10, 100, 1_000)
ROWS: Final = (1_000, 10_000, 100_000, 1_000_000)
_ROWS_FOR: Final = (LIMIT, "atomos")
"""Whose tables grow: a million rows of everyone take minutes, and the peers ask the same of the same indexes."""

_ROUNDS: Final = 2
"""A point of a line needs fewer rounds than a figure."""


def measure_rows(competitors: Sequence[WebCompetitor], server: str, options: Options, findings: Findings) -> None:
    """Measure the works (b), (c) and (d) while the tables grow."""
    chosen = [each for each in competitors if each.name in _ROWS_FOR]
    fewer = _fewer_rounds(options)
    with stage(chosen, server, rows=ROWS[0], findings=findings) as players:
        for rows in ROWS:
            print(f"(rows) {rows:,}", flush=True)
            for player in players:
                if player.database.filled < rows:
                    player.database.fill(rows, player.competitor.hidden)
            for work in ("b", "c", "d"):
                measure_work(work, players, fewer, findings, growth=(f"rows.{work}", rows))


@dataclass(frozen=True, slots=True)
class _Router:
    competitor: WebCompetitor
    server: Server


def measure_routes(competitors: Sequence[WebCompetitor], server: str, options: Options, findings: Findings) -> None:
    """Measure requests spread over all routes, with more and more of them."""
    chosen = [each for each in competitors if each.store is not Store.SQLITE and each.name != "delivering"]
    for routes in ROUTES:
        print(f"(routes) {routes:,}", flush=True)
        with ExitStack() as stack:
            routers = []
            for competitor in chosen:
                try:
                    routers.append(_Router(competitor, _serve_routes(stack, competitor, server, routes)))
                except NotStarted as error:
                    findings.faults.append(f"{competitor.title} did not start with {routes} routes: {error}")
            _press_routes(routers, routes, options, findings)


def _press_routes(routers: Sequence[_Router], routes: int, options: Options, findings: Findings) -> None:
    requests = [Request("GET", f"/route-{number}/anything") for number in range(routes)]
    for router in routers:
        press(router.server.url, requests, clients=options.clients, seconds=1)
    for turn in range(_fewer_rounds(options).rounds):
        for router in routers:
            name = router.competitor.name
            used = router.server.processor_seconds
            load = press(router.server.url, requests, clients=options.clients, seconds=options.seconds)
            used = router.server.processor_seconds - used
            if load.refused or load.broken or not load.requests:
                findings.faults.append(
                    f"(routes) {name}: {load.refused} of {load.requests} refused, {load.broken} broken"
                )
            if load.requests:
                findings.samples.append(Sample("routes", name, "none", turn, figures(load, used), routes))


def _serve_routes(stack: ExitStack, competitor: WebCompetitor, server: str, routes: int) -> Server:
    database = stack.enter_context(postgres_database(server, f"{competitor.name}_routes"))
    environment = {"DATABASE_URL": database.url, **competitor.environment, "BENCHMARK_ROUTES": str(routes)}
    arguments = [str(interpreter(competitor.peer)), *(competitor.routes or competitor.serve)]
    return stack.enter_context(serving(arguments, competitor.folder, environment))


def _fewer_rounds(options: Options) -> Options:
    return Options(options.works, options.peers, min(options.rounds, _ROUNDS), options.seconds, options.clients)
