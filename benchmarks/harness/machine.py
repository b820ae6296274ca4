"""The machine that a run was made on."""

import os
import platform
import sqlite3
import subprocess
from pathlib import Path
from typing import Final

CORES: Final = sorted(os.sched_getaffinity(0))
SERVER_CORE: Final = CORES[0]
LOAD_CORE: Final = CORES[-1]
"""The load stands on another core than the server; what PostgreSQL uses is left to the system."""


def pinned(core: int, *command: str) -> tuple[str, ...]:
    """The command, held to one core."""
    return ("taskset", "--cpu-list", str(core), *command)


def describe() -> dict[str, str]:
    """What a reader needs to know to compare figures."""
    return {
        "processor": _processor(),
        "cores": str(len(CORES)),
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "sqlite": sqlite3.sqlite_version,
        "wrk": _first_line("wrk", "--version"),
        "load before the run": f"{os.getloadavg()[0]:.2f}",
    }


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or "unknown"


def _first_line(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return "none"
    return (done.stdout or done.stderr).splitlines()[0].partition("[")[0].strip()
