"""One run: what was chosen is measured, checked and written down."""

import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from benchmarks.harness.competitor import BENCHMARKS, BUSES, WEB
from benchmarks.harness.database import NoServer, postgres_server, postgres_settings
from benchmarks.harness.environment import prepare_environments, versions
from benchmarks.harness.machine import describe
from benchmarks.harness.options import Options
from benchmarks.harness.sample import Findings
from benchmarks.report.book import Book
from benchmarks.report.picture import growth as draw_growth
from benchmarks.report.picture import ratios as draw_ratios
from benchmarks.report.record import record
from benchmarks.report.table import table
from benchmarks.work import bus, growth, http, start

PUBLISHED: Final = BENCHMARKS / "results"
PARTIAL: Final = BENCHMARKS.parent / "var" / "benchmark"
"""Results of a part of the benchmark never take the place of published ones."""

_PROGRAMS: Final = ("wrk", "taskset")


def run(options: Options) -> int:
    """The exit status: 0 if all work was done, 1 if some was not, 2 if nothing could be measured."""
    missing = [program for program in _PROGRAMS if shutil.which(program) is None]
    if missing:
        print(f"the benchmark needs {' and '.join(missing)}: sudo apt install wrk util-linux", file=sys.stderr)
        return 2
    try:
        server = postgres_server()
        prepare_environments(_peers(options))
    except (NoServer, subprocess.CalledProcessError) as error:
        print(error, file=sys.stderr)
        return 2
    began, findings, machine = time.monotonic(), Findings(), describe()
    _measure(options, server, findings)
    about = {
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "minutes": round((time.monotonic() - began) / 60, 1),
        "rounds": options.rounds,
        "seconds": options.seconds,
        "machine": machine,
        "postgresql": postgres_settings(server),
        "versions": versions(_peers(options)),
    }
    folder = PUBLISHED if options.complete else PARTIAL
    print(_write(folder, Book(findings.samples), findings, about))
    print(f"Written to {folder.relative_to(BENCHMARKS.parent)}/", file=sys.stderr)
    return 1 if findings.faults else 0


def _measure(options: Options, server: str, findings: Findings) -> None:
    web = [each for each in WEB if each.name in options.peers]
    buses = [each for each in BUSES if each.name in options.peers]
    chosen = options.works
    if chosen & {*http.WORKS, "clients"}:
        http.measure(web, server, options, findings)
    if "rows" in chosen:
        growth.measure_rows(web, server, options, findings)
    if "routes" in chosen:
        growth.measure_routes(web, server, options, findings)
    if "f" in chosen:
        bus.measure_bus(buses, options, findings)
    if "handlers" in chosen:
        bus.measure_handlers(buses, options, findings)
    if "i" in chosen:
        bus.measure_stored(buses, options, findings)
    if "h" in chosen:
        start.measure(web, server, options, findings)


def _peers(options: Options) -> list[str]:
    return sorted({each.peer for each in (*WEB, *BUSES) if each.peer and each.name in options.peers})


def _write(folder: Path, book: Book, findings: Findings, about: dict[str, Any]) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    text = table(book, findings, about)
    (folder / "benchmark.md").write_text(text)
    (folder / "benchmark.json").write_text(record(book, findings, about) + "\n")
    (folder / "ratios.svg").write_text(draw_ratios(book))
    (folder / "growth.svg").write_text(draw_growth(book))
    return text
