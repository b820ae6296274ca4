"""Imports a file into a running job board, batch by batch."""

import sys
from pathlib import Path

import click

from atomos import Application, Operator
from jobboard.core.domain.command import FinishImport, StartImport
from jobboard.core.domain.import_run import ImportRun
from jobboard.core.domain.listing import Harvest
from jobboard.core.domain.query import ReadListings
from jobboard.core.use_cases.sorting import batches


async def import_file(
    application: Application, query: ReadListings, *, partial: bool = False
) -> tuple[ImportRun, Harvest]:
    """Import a file and tell what became of it, with a progress bar on standard error where someone looks on.

    `partial` leaves postings alone that the file does not have.
    """
    harvest: Harvest = await application.execute(query, actor=Operator())
    start = StartImport(harvest.source, harvest.rows, harvest.moved_days)
    run: ImportRun = await application.execute(start, actor=Operator())
    label, seen = f"Importing {Path(query.path).name}", sys.stderr.isatty()
    with click.progressbar(length=harvest.rows, label=label, file=sys.stderr, hidden=not seen) as bar:
        for batch in batches(harvest, run.id):
            await application.execute(batch, actor=Operator())
            bar.update(batch.rows)
    finish = FinishImport(run.id, None if partial else harvest.keys, harvest.refused)
    finished: ImportRun = await application.execute(finish, actor=Operator())
    return finished, harvest
