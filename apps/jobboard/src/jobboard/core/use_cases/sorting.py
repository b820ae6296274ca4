"""Sorting a file of listings out, before anything is written."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import zip_longest
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from atomos import Repository
from jobboard.core.domain.command import ImportEmployers, ImportListings
from jobboard.core.domain.import_run import QuarantinedRow, RowState
from jobboard.core.domain.listing import Employer, Harvest, Listing, Refusal, Row, Source, row_id
from jobboard.core.domain.query import ReadListings
from jobboard.core.domain.reference import ExternalRef
from jobboard.core.domain.rules import held_in
from jobboard.core.domain.window import zone
from jobboard.core.ports.outgoing.listing_files import ListingFiles

T = TypeVar("T")
BATCH = 100


async def read_listings(
    query: ReadListings, files: ListingFiles, quarantine: Repository[QuarantinedRow], now: datetime
) -> Harvest:
    """The rows of the file; those that were mended here are read as they were mended."""
    source = files.source(query.source)
    mended = {each.id: each for each in await quarantine.find(held_in, source=source.name, state=RowState.MENDED)}

    def rows() -> Iterator[Row]:
        for row in files.rows(query.source, Path(query.path)):
            known = mended.get(row_id(source.name, row.number, row.raw)) if mended else None
            yield files.reread(query.source, row.number, known.raw) if known else row

    newest_on = now.astimezone(zone(source.time_zone)).date() if query.newest_today else None
    harvest = sort_out(source, rows(), newest_on)
    if not harvest.listings and not harvest.employers:
        raise ValueError(f"{query.path} has no listing that can be taken in")
    return harvest


def sort_out(source: Source, rows: Iterable[Row], newest_on: date | None = None) -> Harvest:
    """Every row becomes a listing, an employer, a refusal or a duplicate, or is joined to a listing; none is lost."""
    first: dict[tuple[str, str], Row] = {}
    refusals: list[Refusal] = []
    duplicates = 0
    for row in rows:
        earlier = first.get((row.key, row.part))
        if isinstance(row.outcome, str):
            refusals.append(Refusal(row.number, row.outcome, row.raw, row.key))
        elif earlier is None:
            first[row.key, row.part] = row
        elif earlier.raw == row.raw:
            duplicates += 1
        else:
            reason = f"repeats the key of row {earlier.number} with other content"
            refusals.append(Refusal(row.number, reason, row.raw, row.key, earlier.number))
    stated = [row.outcome for row in first.values()]
    listings = [each for each in stated if isinstance(each, Listing)]
    openings = one_each(listings)
    days = (newest_on - max(each.posted_on for each in openings)).days if newest_on and openings else 0
    return Harvest(
        source,
        tuple(each.moved(days) for each in openings),
        tuple(refusals),
        duplicates,
        days,
        joined=len(listings) - len(openings),
        employers=tuple(each for each in stated if isinstance(each, Employer)),
    )


def one_each(listings: Iterable[Listing]) -> list[Listing]:
    """One listing for each opening, however many languages it is stated in."""
    openings: dict[ExternalRef, Listing] = {}
    for listing in listings:
        known = openings.get(listing.reference)
        openings[listing.reference] = known.joined_by(listing) if known else listing
    return list(openings.values())


def batches(harvest: Harvest, run_id: UUID, size: int = BATCH) -> Iterator[ImportListings | ImportEmployers]:
    """The messages that take in a harvest."""
    if harvest.duplicates or harvest.joined:
        yield ImportListings(run_id, duplicates=harvest.duplicates, joined=harvest.joined)
    for employers in _chunks(harvest.employers, size):
        yield ImportEmployers(run_id, tuple(employers))
    for listings, refusals in zip_longest(
        _chunks(harvest.listings, size), _chunks(harvest.refusals, size), fillvalue=()
    ):
        yield ImportListings(run_id, tuple(listings), tuple(refusals))


def _chunks(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
