"""Taking in a file of another board.

An import is a run of several messages, each a transaction of its own: `ReadListings` sorts the rows of a file
out, `StartImport` opens a run, `ImportListings` and `ImportEmployers` take in a batch, `FinishImport` ends it.
Broken off, it is simply started again: what is there already is found unchanged.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from atomos import Repository
from jobboard.core.domain.command import FinishImport, ImportEmployers, ImportListings, StartImport
from jobboard.core.domain.import_run import ImportedSource, ImportRun, QuarantinedRow, RowState
from jobboard.core.domain.listing import NAMESPACE, Refusal, row_id
from jobboard.core.domain.organisation import Organisation
from jobboard.core.domain.posting import CloseReason, Posting
from jobboard.core.domain.rules import active_from, held_in, row_among
from jobboard.core.use_cases.intake import Taken, take_in_employers, take_in_listings


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
    _count(import_run, await take_in_listings(command.listings, organisations, postings, now))
    await _put_aside(command.refusals, import_run, quarantine)
    import_run.duplicates += command.duplicates
    import_run.joined += command.joined
    return import_run


async def import_employers(
    command: ImportEmployers, import_run: ImportRun, organisations: Repository[Organisation]
) -> ImportRun:
    _count(import_run, await take_in_employers(command.employers, organisations))
    return import_run


async def finish_import(
    command: FinishImport,
    import_run: ImportRun,
    postings: Repository[Posting],
    quarantine: Repository[QuarantinedRow],
    now: datetime,
) -> ImportRun:
    """Close what has vanished from the source, settle the rows that it no longer has, and end the run."""
    if command.present is not None:
        source = import_run.source.name
        for row in await quarantine.find(held_in, source=source, state=RowState.WAITING):
            if row.id not in command.refused:
                row.state = RowState.GONE
                import_run.settled += 1
        for posting in await postings.find(active_from, source=source):
            if posting.reference is not None and posting.reference.key not in command.present:
                posting.close(CloseReason.VANISHED, now)
                import_run.vanished += 1
    import_run.finished_at = now
    return import_run


def _count(run: ImportRun, taken: Counter[Taken]) -> None:
    run.created += taken[Taken.CREATED]
    run.updated += taken[Taken.UPDATED]
    run.unchanged += taken[Taken.UNCHANGED]


async def _put_aside(refusals: Sequence[Refusal], run: ImportRun, quarantine: Repository[QuarantinedRow]) -> None:
    """Keep each refused row once, however often its file is imported."""
    rows = {each.id: each for each in (_quarantined(refusal, run) for refusal in refusals)}
    known = {each.id: each for each in await quarantine.find(row_among, ids=set(rows))}
    for row in rows.values():
        if row.id not in known:
            quarantine.add(row)
        elif known[row.id].state is RowState.GONE:
            known[row.id].state = RowState.WAITING
    run.quarantined += len(refusals)


def _quarantined(refusal: Refusal, run: ImportRun) -> QuarantinedRow:
    return QuarantinedRow(
        id=row_id(run.source.name, refusal.row, refusal.raw),
        import_run_id=run.id,
        source=run.source.name,
        row=refusal.row,
        reason=refusal.reason,
        raw=refusal.raw,
        key=refusal.key,
        repeats=refusal.repeats,
        moved_days=run.moved_days,
    )
