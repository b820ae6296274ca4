"""What was measured: samples of one round each, and what was found wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sample:
    """The figures of one competitor at one work in one round.

    `at` is the point of a growing quantity: routes, handlers, rows, clients; `None` where nothing grows. The name of a
    figure tells its unit: `rps` (requests a second), `cpu_us` (processor time of the server for one of them), `p50_ms`,
    `p99_ms`, `build_ms`, `import_ms`, `rss_mib`.
    """

    work: str
    competitor: str
    store: str
    round: int
    figures: Mapping[str, float]
    at: int | None = None


@dataclass(slots=True)
class Findings:
    """All that a run brought to light. Lives as long as the run."""

    samples: list[Sample] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    """Work that was not done as it had to be; a run with faults proves nothing."""
    omissions: list[str] = field(default_factory=list)
    """What could not be measured in its time, and why."""
