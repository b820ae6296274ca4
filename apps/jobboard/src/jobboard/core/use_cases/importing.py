"""Taking in what other boards publish.

An import is a run of several messages, each a transaction of its own: `ReadListings` sorts the rows of a file
out, `StartImport` opens a run, `ImportListings` takes in a batch, `FinishImport` ends it. Broken off, it is
simply started again: what is there already is found unchanged.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID, uuid5

from atomos import Repository
from jobboard.core.domain.command import FinishImport, ImportListings, StartImport
from jobboard.core.domain.listing import NAMESPACE, ImportedSource, ImportRun, Listing, QuarantinedRow, Refusal
from jobboard.core.domain.organisation import Organisation
from jobboard.core.domain.posting import CloseReason, Posting, PostingStatus, new_posting
from jobboard.core.domain.rules import active_from, organisation_among, posting_among, row_among


async def start_import(
    command: StartImport, sources: Repository[ImportedSource], new_id: UUID, now: datetime
) -> ImportRun:
    name, credit, note = command.source.name, command.source.credit, command.source.note
    known = await sources.first(name=name)
    if known is None:
        sources.add(ImportedSource(uuid5(NAMESPACE, f"source {name}"), name, credit, note, command.moved_days))
    else:
        known.credit, known.note, known.moved_days = credit, note, command.moved_days
    return ImportRun(id=new_id, source=command.source, started_at=now, rows=command.rows, moved_days=command.moved_days)


async def import_listings(
    command: ImportListings,
    import_run: ImportRun,
    organisations: Repository[Organisation],
    postings: Repository[Posting],
    quarantine: Repository[QuarantinedRow],
    now: datetime,
) -> ImportRun:
    employers = await _employers(command.listings, organisations)
    ids = {each.posting_id for each in command.listings}
    known = {each.id: each for each in await postings.find(posting_among, ids=ids)}
    for listing in command.listings:
        posting, employer = known.get(listing.posting_id), employers[listing.organisation_slug]
        if posting is None:
            postings.add(_published(listing, employer, now))
            import_run.created += 1
        elif _bring_up_to_date(posting, listing, employer, now):
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


def _published(listing: Listing, employer: Organisation, now: datetime) -> Posting:
    posting = new_posting(listing.posting_id, listing.content, employer, now)
    posting.reference = listing.reference
    posting.status = PostingStatus.ACTIVE
    posting.published_at = listing.window.opens_at
    return posting


def _bring_up_to_date(posting: Posting, listing: Listing, employer: Organisation, now: datetime) -> bool:
    """Whether anything had to change. What was closed here stays closed; what had vanished comes back."""
    vanished = posting.close_reason is CloseReason.VANISHED
    if posting.status is not PostingStatus.ACTIVE and not vanished:
        return False
    wanted = (listing.content, employer.id, listing.window.opens_at)
    if not vanished and (posting.content, posting.organisation_id, posting.published_at) == wanted:
        return False
    posting.organisation_id, posting.organisation_name = employer.id, employer.name
    posting.rewrite(listing.content, now)
    posting.status, posting.close_reason = PostingStatus.ACTIVE, None
    posting.published_at = listing.window.opens_at
    return True


async def _employers(listings: Iterable[Listing], organisations: Repository[Organisation]) -> dict[str, Organisation]:
    """The organisations of the listings by their slugs; those that are not known yet are registered."""
    wanted = {each.organisation_slug: each.organisation for each in listings}
    found = {each.slug: each for each in await organisations.find(organisation_among, slugs=set(wanted))}
    for slug, name in wanted.items():
        if slug not in found:
            found[slug] = Organisation(uuid5(NAMESPACE, f"organisation {slug}"), name, slug)
            organisations.add(found[slug])
    return found


async def _put_aside(refusals: Sequence[Refusal], run: ImportRun, quarantine: Repository[QuarantinedRow]) -> None:
    """Keep each refused row once, however often its file is imported."""
    rows = {each.id: each for each in (_quarantined(refusal, run) for refusal in refusals)}
    known = {each.id for each in await quarantine.find(row_among, ids=set(rows))}
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
