"""What the system knows of a process and those it started."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_TICK: Final = 1 / os.sysconf("SC_CLK_TCK")
_USER_TIME, _SYSTEM_TIME = 11, 12
"""Places in `/proc/…/stat` behind the name, which may hold anything.

Source: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
"""


def family(pid: int) -> Iterator[int]:
    """The process and all below it."""
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in children.read_text().split():
            yield from family(int(child))


def processor_seconds(pid: int) -> float:
    """The processor time that the process and those below it have used so far."""
    return sum(_ticks(each) for each in family(pid)) * _TICK


def memory_mib(pid: int) -> tuple[float, float]:
    """The resident memory of the process and those below it; the second figure counts what they share once."""
    kinds = {"Rss": 0.0, "Pss": 0.0}
    for each in family(pid):
        for line in Path(f"/proc/{each}/smaps_rollup").read_text().splitlines():
            name, _, rest = line.partition(":")
            if name in kinds:
                kinds[name] += int(rest.split()[0]) / 1024
    return kinds["Rss"], kinds["Pss"]


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[_USER_TIME]) + int(fields[_SYSTEM_TIME])
