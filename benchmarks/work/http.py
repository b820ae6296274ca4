"""The HTTP works (a) to (e), and (a) again with more and more clients."""

from collections.abc import Sequence
from typing import Final

from benchmarks.harness.competitor import Store, WebCompetitor
from benchmarks.harness.database import Counts
from benchmarks.harness.load import Load, press
from benchmarks.harness.options import Options
from benchmarks.harness.sample import Findings, Sample
from benchmarks.work.answers import compare
from benchmarks.work.requests import requests_for
from benchmarks.work.stage import Player, stage, turns

WORKS: Final = ("a", "b", "c", "d", "e")
CLIENTS: Final = (1, 4, 16, 64)
_WARMING: Final = 1
"""Seconds of load before a work is measured."""


def measure(competitors: Sequence[WebCompetitor], server: str, options: Options, findings: Findings) -> None:
    """Measure the chosen works; within a round every competitor has its turn."""
    with stage(competitors, server, rows=options.rows, findings=findings) as players:
        findings.faults += compare(players)
        for work in (work for work in WORKS if work in options.works):
            able = tuple(each for each in players if _does(each.competitor, work))
            print(f"({work}) {len(able)} competitors", flush=True)
            measure_work(work, able, options, findings)
        able = tuple(each for each in players if _does(each.competitor, "a"))
        for clients in CLIENTS if "clients" in options.works else ():
            print(f"(clients) {clients}", flush=True)
            measure_work("a", able, options, findings, clients=clients, growth=("clients", clients))


def measure_work(
    work: str,
    players: tuple[Player, ...],
    options: Options,
    findings: Findings,
    *,
    clients: int | None = None,
    growth: tuple[str, int] | None = None,
) -> None:
    """Measure one work; with `growth` it counts as a point of that."""
    name, at = growth or (work, None)
    for player in players:
        _press(work, player, clients or options.clients, _WARMING)
    for turn, player in turns(players, options.rounds):
        before, delivered, used = player.counts(), player.delivered(), player.server.processor_seconds
        load = _press(work, player, clients or options.clients, options.seconds)
        after = player.counts()
        used = player.server.processor_seconds - used
        told = after.waiting - before.waiting + player.delivered() - delivered
        findings.faults += [
            f"({name}) {' on '.join(player.key)}: {fault}"
            for fault in wrongs(work, load, before, after, told, clients or options.clients)
        ]
        if load.requests:
            store = Store.NONE if work == "e" else player.competitor.store
            findings.samples.append(Sample(name, player.competitor.name, store.value, turn, figures(load, used), at))


def _does(competitor: WebCompetitor, work: str) -> bool:
    """Without a database one measurement for all of a competitor's stores is enough."""
    return competitor.store is not Store.SQLITE if work == "e" else competitor.store is not Store.NONE


def figures(load: Load, processor_seconds: float) -> dict[str, float]:
    """The figures of a load that the server spent so much processor time on."""
    return {
        "rps": load.requests / load.seconds,
        "cpu_us": processor_seconds / load.requests * 1e6,
        "p50_ms": load.p50_ms,
        "p99_ms": load.p99_ms,
    }


def wrongs(work: str, load: Load, before: Counts, after: Counts, told: int, clients: int) -> list[str]:
    """What is wrong with the work that was done. Requests under way at the end may have done theirs unanswered."""
    found = []
    if load.refused or load.broken or not load.requests:
        found.append(f"{load.refused} of {load.requests} requests were refused, {load.broken} broken")
    done = {"a": after.postings - before.postings, "b": after.applications - before.applications}.get(work)
    expected = range(load.requests, load.requests + clients + 1)
    if done is None:
        if (before.postings, before.applications) != (after.postings, after.applications):
            found.append("it changed what is stored")
    else:
        if done not in expected:
            found.append(f"{load.requests} requests changed {done} rows")
        if told not in expected:
            found.append(f"{load.requests} requests told {told} events")
    return found


def _press(work: str, player: Player, clients: int, seconds: int) -> Load:
    load = press(player.server.url, requests_for(work, player.database.filled), clients=clients, seconds=seconds)
    player.settle()
    return load
