"""Sorting a file of listings out, before anything is written."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import zip_longest
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from jobboard.core.domain.command import ImportListings
from jobboard.core.domain.listing import Harvest, Listing, Refusal, Row, Source
from jobboard.core.domain.query import ReadListings
from jobboard.core.domain.window import zone
from jobboard.core.ports.outgoing.listing_files import ListingFiles

T = TypeVar("T")
BATCH = 100


def read_listings(query: ReadListings, files: ListingFiles, now: datetime) -> Harvest:
    source = files.source(query.source)
    newest_on = now.astimezone(zone(source.time_zone)).date() if query.newest_today else None
    harvest = sort_out(source, files.rows(query.source, Path(query.path)), newest_on)
    if not harvest.listings:
        raise ValueError(f"{query.path} has no listing that can be taken in")
    return harvest


def sort_out(source: Source, rows: Iterable[Row], newest_on: date | None = None) -> Harvest:
    """Every row becomes a listing, a refusal or a duplicate; none is lost."""
    seen: dict[str, Row] = {}
    listings: list[Listing] = []
    refusals: list[Refusal] = []
    duplicates = 0
    for row in rows:
        earlier = seen.setdefault(row.key, row) if row.key else row
        if isinstance(row.outcome, str):
            refusals.append(Refusal(row.number, row.outcome, row.raw, row.key))
        elif earlier is row:
            listings.append(row.outcome)
        elif earlier.raw == row.raw:
            duplicates += 1
        else:
            reason = f"repeats the key of row {earlier.number} with other content"
            refusals.append(Refusal(row.number, reason, row.raw, row.key))
    days = (newest_on - max(each.posted_on for each in listings)).days if newest_on and listings else 0
    return Harvest(source, tuple(each.moved(days) for each in listings), tuple(refusals), duplicates, days)


def batches(harvest: Harvest, run_id: UUID, size: int = BATCH) -> Iterator[ImportListings]:
    """The messages that take in a harvest."""
    duplicates = harvest.duplicates
    for listings, refusals in zip_longest(
        _chunks(harvest.listings, size), _chunks(harvest.refusals, size), fillvalue=()
    ):
        yield ImportListings(run_id, tuple(listings), tuple(refusals), duplicates)
        duplicates = 0
    if duplicates:
        yield ImportListings(run_id, duplicates=duplicates)


def _chunks(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
