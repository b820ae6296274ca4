"""The bus alone, with more and more handlers, and with more and more entities in memory."""

import json
import subprocess
from collections.abc import Sequence
from typing import Any, Final

from benchmarks.harness.competitor import BENCHMARKS, BusCompetitor, interpreter
from benchmarks.harness.machine import SERVER_CORE, pinned
from benchmarks.harness.options import Options
from benchmarks.harness.sample import Findings, Sample

HANDLERS: Final = (10, 100, 1_000, 10_000)
STORED: Final = (10, 100, 1_000, 10_000, 100_000)
_RUNNER: Final = BENCHMARKS / "in_process" / "runner.py"
_FILLING: Final = 20
"""Seconds of processor time that storing entities may take before a competitor is not asked for more."""

_PATIENCE: Final = 120
"""Seconds that one measurement may take in all."""


def measure_bus(competitors: Sequence[BusCompetitor], options: Options, findings: Findings) -> None:
    """Measure a command with one event."""
    print(f"(f) {len(competitors)} competitors", flush=True)
    for turn in range(options.rounds):
        for competitor in competitors:
            _measure_one(competitor, ("f", 1, turn), options, findings)


def measure_handlers(competitors: Sequence[BusCompetitor], options: Options, findings: Findings) -> None:
    """Measure building and sending with more and more handlers."""
    for handlers in HANDLERS:
        print(f"(handlers) {handlers:,}", flush=True)
        for competitor in competitors:
            if handlers <= competitor.most_handlers:
                _measure_one(competitor, ("handlers", handlers, 0), options, findings)
            else:
                findings.omissions.append(f"{competitor.title}: building {handlers:,} handlers takes minutes")


def measure_stored(competitors: Sequence[BusCompetitor], options: Options, findings: Findings) -> None:
    """Measure loading, changing and saving in memory while more and more is stored there."""
    print("(i) entities in memory", flush=True)
    arguments = {"mode": "stored", "sizes": STORED, "seconds": options.seconds / 2, "patience": _FILLING}
    for competitor in (each for each in competitors if each.stores):
        points = _run(competitor, arguments, findings) or []
        for point in points:
            _check(competitor, point, findings)
            figures = {"cpu_us": point["cpu_us"], "wall_us": point["wall_us"]}
            findings.samples.append(Sample("i", competitor.name, "memory", 0, figures, point["stored"]))
        if len(points) < len(STORED):
            unmet = STORED[len(points)]
            findings.omissions.append(f"{competitor.title}: storing {unmet:,} entities takes more than {_FILLING} s")


def _measure_one(competitor: BusCompetitor, point: tuple[str, int, int], options: Options, findings: Findings) -> None:
    work, handlers, turn = point
    arguments = {"mode": "bus", "handlers": handlers, "seconds": options.seconds / 2}
    told = _run(competitor, arguments, findings)
    if told is None:
        return
    _check(competitor, told, findings)
    figures = {"cpu_us": told["cpu_us"], "wall_us": told["wall_us"], "build_ms": told["build_seconds"] * 1e3}
    at = None if work == "f" else handlers
    findings.samples.append(Sample(work, competitor.name, "none", turn, figures, at))


def _check(competitor: BusCompetitor, told: dict[str, Any], findings: Findings) -> None:
    if told["sent"] != told["handled"]:
        findings.faults.append(f"{competitor.title} handled {told['handled']} events of {told['sent']} commands")


def _run(competitor: BusCompetitor, arguments: dict[str, Any], findings: Findings) -> Any:
    python = str(interpreter(competitor.peer))
    command = pinned(SERVER_CORE, python, str(_RUNNER), str(competitor.module), json.dumps(arguments))
    folder = competitor.module.parent
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True, timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        findings.omissions.append(f"{competitor.title}: {arguments} took longer than {_PATIENCE} s")
        return None
    except subprocess.CalledProcessError as error:
        findings.faults.append(f"{competitor.title}: {arguments}: {error.stderr.strip().splitlines()[-1]}")
        return None
    return json.loads(done.stdout.splitlines()[-1])
