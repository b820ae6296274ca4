"""Measures whether a known listing is found: `python -m benchmarks.search.relevance [sqlite] [postgresql]`.

MRR@10 is the mean of 1 / rank within the first ten, success@1 the share of those that come first.
"""

import asyncio
import random
import sys
from collections.abc import Sequence

from atomos import Application
from benchmarks.search.listings import FindListings, Listing
from benchmarks.search.queries import KINDS
from benchmarks.search.source import external_listings, with_unique_title
from benchmarks.search.stage import database, running

GOALS = {"whole": 0.97, "misspelled": 0.85}
"""The least success@1."""


async def ranks(application: Application, listings: Sequence[Listing]) -> dict[str, list[int]]:
    """For each kind of query the places at which the listings were found, 0 where not among the first ten."""
    found: dict[str, list[int]] = {}
    for kind in KINDS:
        rng = random.Random(7)  # noqa: S311 - the same queries each time
        for listing in listings:
            words = kind(listing, rng)
            if words is None:
                continue
            page = await application.execute(FindListings(words, limit=10))
            ids = [each.id for each in page]
            place = ids.index(listing.id) + 1 if listing.id in ids else 0
            found.setdefault(kind.__name__, []).append(place)
            if place != 1 and "-v" in sys.argv:
                print(f"  {kind.__name__} {place} {words!r}: {page[0].title if page else None!r}")
    return found


async def measure(kind: str) -> bool:
    """Print the figures of one database; whether they meet the goals."""
    listings = external_listings()
    met = True
    with database(kind) as url:
        async with running(url, listings) as application:
            for name, places in (await ranks(application, with_unique_title(listings))).items():
                success = sum(place == 1 for place in places) / len(places)
                reciprocal = sum(1 / place for place in places if place) / len(places)
                met = met and success >= GOALS.get(name, 0)
                print(f"{kind:<11}{name:<14}queries {len(places):>5}  MRR@10 {reciprocal:.3f}  success@1 {success:.3f}")
    return met


if __name__ == "__main__":
    kinds = [kind for kind in ("sqlite", "postgresql") if kind in sys.argv] or ["sqlite", "postgresql"]
    met_all = [asyncio.run(measure(kind)) for kind in kinds]
    sys.exit(0 if all(met_all) else 1)
