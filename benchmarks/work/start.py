"""What starting costs: the time of importing, and the memory at rest."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.harness import process
from benchmarks.harness.competitor import LIMIT, ROOT, Store, WebCompetitor, interpreter
from benchmarks.harness.database import postgres_database
from benchmarks.harness.machine import SERVER_CORE, pinned
from benchmarks.harness.options import Options
from benchmarks.harness.sample import Findings, Sample
from benchmarks.harness.server import NotStarted, serving

TODO: Final = "todo.py"
"""The name under which the example of the first page competes, on SQLite."""

_EXAMPLES: Final = ROOT / "examples"
_BUILD_TODO: Final = "import todo; todo.service.build()"
_TIMED: Final = "import time; began = time.perf_counter()\n{code}\nprint((time.perf_counter() - began) * 1e3)"
_IMPORTED: Final = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|")


@dataclass(frozen=True, slots=True)
class Starter:
    """Something to import, in a folder, with its environment; and how it is served."""

    name: str
    python: str
    folder: Path
    code: str
    serve: Sequence[str]
    environment: Mapping[str, str]


def measure(competitors: Sequence[WebCompetitor], server: str, options: Options, findings: Findings) -> None:
    """Measure importing (by the clock, and by `-X importtime`) and the memory of a server that was asked once."""
    print("(h) imports and memory", flush=True)
    with ExitStack() as stack:
        starters = [_starter(stack, each, server) for each in competitors if _starts(each)]
        if any(each.name == "atomos" for each in competitors):
            starters.append(_todo(stack))
        for turn in range(options.rounds):
            for starter in starters:
                _measure_one(starter, turn, findings)


def _measure_one(starter: Starter, turn: int, findings: Findings) -> None:
    try:
        with serving([starter.python, *starter.serve], starter.folder, starter.environment) as running:
            resident, proportional = process.memory_mib(running.pid)
        figures = {
            "import_ms": _by_the_clock(starter),
            "importtime_ms": _by_importtime(starter),
            "rss_mib": resident,
            "pss_mib": proportional,
        }
    except (NotStarted, subprocess.CalledProcessError) as error:
        findings.faults.append(f"(h) {starter.name}: {error}")
    else:
        findings.samples.append(Sample("h", starter.name, "none", turn, figures))


def _by_the_clock(starter: Starter) -> float:
    return float(_python(starter, "-c", _TIMED.format(code=starter.code)).stdout)


def _by_importtime(starter: Starter) -> float:
    """What `python -X importtime` says of everything that the interpreter did not import by itself."""
    bare, full = (_python(starter, "-X", "importtime", "-c", code).stderr for code in ("pass", starter.code))
    return (_imported(full) - _imported(bare)) / 1e3


def _imported(said: str) -> int:
    return sum(int(match[1]) for match in _IMPORTED.finditer(said))


def _python(starter: Starter, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = pinned(SERVER_CORE, starter.python, *arguments)
    environment = {**os.environ, **starter.environment, "PYTHONDONTWRITEBYTECODE": ""}
    return subprocess.run(command, cwd=starter.folder, env=environment, check=True, capture_output=True, text=True)


def _starts(competitor: WebCompetitor) -> bool:
    return competitor.store is Store.POSTGRES and (competitor.peer is not None or competitor.name in {LIMIT, "atomos"})


def _starter(stack: ExitStack, competitor: WebCompetitor, server: str) -> Starter:
    database = stack.enter_context(postgres_database(server, f"{competitor.name}_start"))
    environment = {"DATABASE_URL": database.url, **competitor.environment}
    python = str(interpreter(competitor.peer))
    subprocess.run([python, *competitor.prepare], cwd=competitor.folder, env={**os.environ, **environment}, check=True)
    module = "app" if competitor.peer else competitor.prepare[-1]
    code = f"import {module}" + (f"; {module}.create()" if competitor.name == LIMIT else "")
    return Starter(competitor.name, python, competitor.folder, code, competitor.serve, environment)


def _todo(stack: ExitStack) -> Starter:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="atomos-benchmark-")))
    environment = {"DATABASE_URL": f"sqlite:///{folder / 'todo.db'}"}
    migrate = "import os, todo; from atomos import Settings; settings = Settings(os.environ['DATABASE_URL']); "
    migrate += "todo.service.build(settings).migrate()"
    subprocess.run([sys.executable, "-c", migrate], cwd=_EXAMPLES, env={**os.environ, **environment}, check=True)
    serve = ("-m", "atomos", "run", "todo:service", "--port={port}")
    return Starter(TODO, sys.executable, _EXAMPLES, _BUILD_TODO, serve, environment)
