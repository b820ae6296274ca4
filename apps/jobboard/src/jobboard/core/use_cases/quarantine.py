"""Looking through refused rows, and taking them in once they are mended."""

from datetime import datetime

from atomos import Repository
from jobboard.core.domain.command import RetryRow
from jobboard.core.domain.import_run import QuarantinedRow, RowState
from jobboard.core.domain.listing import Listing
from jobboard.core.domain.organisation import Organisation
from jobboard.core.domain.posting import Posting
from jobboard.core.domain.query import GetQuarantinedRow, ListQuarantine
from jobboard.core.domain.rules import held_in
from jobboard.core.ports.outgoing.listing_files import ListingFiles
from jobboard.core.use_cases.intake import take_in_employers, take_in_listings


async def list_quarantine(query: ListQuarantine, quarantine: Repository[QuarantinedRow]) -> list[QuarantinedRow]:
    return list(await quarantine.find(held_in, source=query.source, state=query.state, order_by=("source", "row")))


def get_quarantined_row(query: GetQuarantinedRow, quarantined_row: QuarantinedRow) -> QuarantinedRow:
    return quarantined_row


async def retry_row(
    command: RetryRow,
    quarantined_row: QuarantinedRow,
    files: ListingFiles,
    organisations: Repository[Organisation],
    postings: Repository[Posting],
    now: datetime,
) -> QuarantinedRow:
    """Read the row again, mended; it is taken in, or waits on with the reason why it still cannot be.

    A row that repeats the key of another one waits until something in it has changed.
    """
    if quarantined_row.state is not RowState.WAITING:
        raise ValueError(f"the row is {quarantined_row.state}, and waits no longer")
    raw = {**quarantined_row.raw, **command.mended}
    row = files.reread(command.format or quarantined_row.source, quarantined_row.row, raw)
    if isinstance(row.outcome, str):
        quarantined_row.reason, quarantined_row.raw = row.outcome, raw
        return quarantined_row
    if quarantined_row.repeats is not None and row.key == quarantined_row.key:
        return quarantined_row
    if isinstance(row.outcome, Listing):
        listing = row.outcome.moved(quarantined_row.moved_days)
        await take_in_listings([listing], organisations, postings, now, alone=True)
    else:
        await take_in_employers([row.outcome], organisations)
    quarantined_row.raw, quarantined_row.key, quarantined_row.state = raw, row.key, RowState.MENDED
    return quarantined_row
