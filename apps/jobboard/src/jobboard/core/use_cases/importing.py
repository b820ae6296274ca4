"""Taking in what other boards publish.

An import is a run of several messages, each a transaction of its own: `ReadListings` sorts the rows of a file
out, `StartImport` opens a run, `ImportListings` takes in a batch, `FinishImport` ends it. Broken off, it is
simply started again: what is there already is found unchanged.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID, uuid5

from atomos import Repository
from jobboard.core.domain.command import FinishImport, ImportListings, StartImport
from jobboard.core.domain.listing import NAMESPACE, ImportRun, Listing, QuarantinedRow, Refusal
from jobboard.core.domain.organisation import Organisation
from jobboard.core.domain.posting import CloseReason, Posting, PostingStatus, new_posting
from jobboard.core.domain.rules import active_from, organisation_among, posting_among, row_among
from jobboard.core.domain.text import Slug

T = TypeVar("T", Organisation, Posting, QuarantinedRow)


def start_import(command: StartImport, new_id: UUID, now: datetime) -> ImportRun:
    return ImportRun(id=new_id, source=command.source, started_at=now, rows=command.rows, moved_days=command.moved_days)


async def import_listings(
    command: ImportListings,
    import_run: ImportRun,
    organisations: Repository[Organisation],
    postings: Repository[Posting],
    quarantine: Repository[QuarantinedRow],
    now: datetime,
) -> ImportRun:
    await _register(command.listings, organisations)
    known = await _by_id(postings, posting_among, {each.posting_id for each in command.listings})
    for listing in command.listings:
        posting = known.get(listing.posting_id)
        if posting is None:
            postings.add(_published(listing))
            import_run.created += 1
        elif _bring_up_to_date(posting, listing):
            import_run.updated += 1
        else:
            import_run.unchanged += 1
    await _put_aside(command.refusals, import_run, quarantine)
    import_run.duplicates += command.duplicates
    return import_run


async def finish_import(
    command: FinishImport, import_run: ImportRun, postings: Repository[Posting], now: datetime
) -> ImportRun:
    """Close what has vanished from the source, and the run."""
    if command.present is not None:
        for posting in await postings.find(active_from, source=import_run.source.name):
            if posting.reference is not None and posting.reference.key not in command.present:
                posting.close(CloseReason.VANISHED, now)
                import_run.vanished += 1
    import_run.finished_at = now
    return import_run


def _published(listing: Listing) -> Posting:
    organisation = _organisation(listing)
    posting = new_posting(listing.posting_id, listing.content, organisation)
    posting.reference = listing.reference
    posting.status = PostingStatus.ACTIVE
    posting.published_at = listing.window.opens_at
    return posting


def _bring_up_to_date(posting: Posting, listing: Listing) -> bool:
    """Whether anything had to change. What was closed here by hand stays closed; what had vanished comes
    back.
    """
    vanished = posting.close_reason is CloseReason.VANISHED
    if posting.status is not PostingStatus.ACTIVE and not vanished:
        return False
    wanted = (listing.content, listing.organisation, listing.window.opens_at)
    if not vanished and (posting.content, posting.organisation_name, posting.published_at) == wanted:
        return False
    posting.organisation_id, posting.organisation_name = listing.organisation_id, listing.organisation
    posting.rewrite(listing.content)
    posting.status, posting.close_reason = PostingStatus.ACTIVE, None
    posting.published_at = listing.window.opens_at
    return True


def _organisation(listing: Listing) -> Organisation:
    return Organisation(listing.organisation_id, listing.organisation, Slug.of(listing.organisation).text)


async def _register(listings: Iterable[Listing], organisations: Repository[Organisation]) -> None:
    wanted = {each.organisation_id: each for each in listings}
    known = await _by_id(organisations, organisation_among, set(wanted))
    for organisation_id, listing in wanted.items():
        if organisation_id not in known:
            organisations.add(_organisation(listing))


async def _put_aside(refusals: Sequence[Refusal], run: ImportRun, quarantine: Repository[QuarantinedRow]) -> None:
    """Keep each refused row once, however often its file is imported."""
    rows = {each.id: each for each in (_quarantined(refusal, run) for refusal in refusals)}
    known = await _by_id(quarantine, row_among, set(rows))
    for row_id, row in rows.items():
        if row_id not in known:
            quarantine.add(row)
    run.quarantined += len(refusals)


def _quarantined(refusal: Refusal, run: ImportRun) -> QuarantinedRow:
    text = f"row {run.source.name} {refusal.row} {sorted(refusal.raw.items())}"
    return QuarantinedRow(
        id=uuid5(NAMESPACE, text),
        import_run_id=run.id,
        source=run.source.name,
        row=refusal.row,
        reason=refusal.reason,
        raw=refusal.raw,
    )


async def _by_id(repository: Repository[T], among: Callable[..., bool], ids: set[UUID]) -> dict[UUID, T]:
    return {each.id: each for each in await repository.find(among, ids=ids)} if ids else {}
