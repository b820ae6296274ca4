"""Real listings: those of the City of New York, and as many varied copies as are asked for."""

import csv
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from benchmarks.search.listings import TODAY, Hours, Listing

FILE = Path(__file__).parents[3] / "shared" / "data" / "nyc-jobs-2019-03-19.csv"
_HOURS = {"F": Hours.FULL, "P": Hours.PART}
_WEEKS = {"Annual": 1, "Hourly": 2080, "Daily": 260}


def external_listings() -> list[Listing]:
    """The postings for everyone, in the order of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["Posting Type"] == "External"]
    return [_listing(number, row) for number, row in enumerate(rows, 1)]


def with_unique_title(listings: Sequence[Listing]) -> list[Listing]:
    """Those whose title no other has, whatever the case of its letters."""
    counts = Counter(listing.title.lower() for listing in listings)
    return [listing for listing in listings if counts[listing.title.lower()] == 1]


def varied(listings: Sequence[Listing], count: int, seed: int) -> Iterator[Listing]:
    """So many listings, each a real one with another agency, place, pay or time."""
    rng = random.Random(seed)  # noqa: S311 - the same each time
    agencies, places = [each.agency for each in listings], [each.place for each in listings]
    for number in range(1, count + 1):
        listing = rng.choice(listings)
        posted = TODAY - timedelta(days=rng.randrange(400))
        closes = posted + timedelta(days=rng.randrange(30, 800)) if rng.random() < 0.5 else None
        yield replace(
            listing,
            id=UUID(int=number),
            agency=rng.choice(agencies),
            place=rng.choice(places),
            hours=rng.choice(list(Hours)),
            pay=int(listing.pay * rng.uniform(0.7, 1.4)),
            posted=posted,
            closes=closes,
        )


def _listing(number: int, row: dict[str, str]) -> Listing:
    return Listing(
        id=UUID(int=number),
        title=row["Business Title"].strip(),
        agency=row["Agency"].strip(),
        category=row["Job Category"].strip(),
        description=row["Job Description"].strip(),
        place=row["Work Location"].strip(),
        hours=_HOURS.get(row["Full-Time/Part-Time indicator"], Hours.UNKNOWN),
        level=row["Level"].strip(),
        pay=int(float(row["Salary Range To"]) * _WEEKS[row["Salary Frequency"]]),
        posted=date.fromisoformat(row["Posting Date"][:10]),
        closes=None,
    )
