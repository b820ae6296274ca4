"""Load on a server, from wrk on the other core."""

import json
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.harness.machine import LOAD_CORE, pinned

_SCRIPT: Final = Path(__file__).with_name("load.lua")


@dataclass(frozen=True, slots=True)
class Request:
    """One request, its body in JSON; none is empty."""

    method: str
    path: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class Load:
    """What came of some seconds of load. `refused` had a status of 400 or more, `broken` ended without an answer."""

    requests: int
    seconds: float
    refused: int
    broken: int
    p50_ms: float
    p99_ms: float


def press(url: str, requests: Iterable[Request], *, clients: int, seconds: int) -> Load:
    """Send the requests in turn, over and over, from so many clients that wait for each answer."""
    with tempfile.NamedTemporaryFile("w", suffix=".requests") as file:
        file.writelines(f"{each.method}\t{each.path}\t{each.body}\n" for each in requests)
        file.flush()
        wrk = ("wrk", "--threads=1", f"--connections={clients}", f"--duration={seconds}s", f"--script={_SCRIPT}")
        command = pinned(LOAD_CORE, *wrk, "--timeout=10s", url, "--", file.name)
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    return read(done.stdout)


def read(output: str) -> Load:
    """What wrk said, from its last line."""
    return Load(**json.loads(output.splitlines()[-1]))
