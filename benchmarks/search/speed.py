"""Measures searches among many listings: `python -m benchmarks.search.speed [sqlite] [postgresql] [--count 100000]`.

Every search has words or none, filters or none, all facets counted, and a first page of twenty. The answers are told
with the memory of this process before and after.
"""

import argparse
import asyncio
import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.search.listings import FindListings, Hours, Listing
from benchmarks.search.queries import minus_a_word, misspelled, whole
from benchmarks.search.source import external_listings, varied
from benchmarks.search.stage import database, running

GOAL = 50.0
"""Milliseconds that nineteen of twenty searches may take."""

_SEARCHES = 400
_COMMON = ("engineer", "assistant", "manager", "analyst", "project", "public health", "director", "clerical aide")


def searches(listings: Sequence[Listing], seed: int) -> Iterator[FindListings]:
    """What visitors ask, a third each: titles, common words, and just looking around."""
    rng = random.Random(seed)  # noqa: S311 - the same each time
    for number in range(_SEARCHES):
        listing = rng.choice(listings)
        words = ("", rng.choice(_COMMON), rng.choice((whole, minus_a_word, misspelled))(listing, rng) or "")[number % 3]
        yield FindListings(
            words,
            agency=listing.agency if rng.random() < 0.3 else None,
            hours=rng.choice(list(Hours)) if rng.random() < 0.3 else None,
            least_pay=rng.choice((0, 0, 50_000, 90_000)),
            order=rng.choice(("", "", "-posted", "-pay")),
        )


def at(share: float, values: Sequence[float]) -> float:
    """The value that this share of all does not exceed."""
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


def megabytes() -> float:
    """The memory that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


async def measure(kind: str, count: int) -> bool:
    """Print the figures of one database; whether they meet the goal."""
    real = external_listings()
    with database(kind) as url:
        begun = time.perf_counter()
        async with running(url, varied(real, count, seed=11)) as application:
            print(f"{kind:<11}{count} listings kept and indexed in {time.perf_counter() - begun:.0f} s")
            for query in searches(real, seed=1):
                await application.execute(query)
            before, took, found = megabytes(), [], 0
            for query in searches(real, seed=2):
                begun = time.perf_counter()
                page = await application.execute(query)
                took.append((time.perf_counter() - begun) * 1_000)
                found += bool(page)
                if "-v" in sys.argv and took[-1] > GOAL / 2:
                    print(f"  {took[-1]:.0f} ms {page.total} {query}")
            p50, p95, p99 = (at(share, took) for share in (0.5, 0.95, 0.99))
            print(f"{kind:<11}p50 {p50:.1f} ms  p95 {p95:.1f} ms  p99 {p99:.1f} ms  found {found} of {len(took)}")
            print(f"{kind:<11}memory {before:.0f} MB before, {megabytes():.0f} MB after")
    return p95 < GOAL


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", default=["sqlite", "postgresql"])
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("-v", action="store_true")
    given = parser.parse_args()
    met = [asyncio.run(measure(kind, given.count)) for kind in given.kinds]
    sys.exit(0 if all(met) else 1)
