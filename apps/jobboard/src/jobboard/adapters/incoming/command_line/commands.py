"""`jobboard import`, `jobboard quarantine` and `jobboard demo`."""

import asyncio
from collections.abc import Callable

import click

from atomos import AtomosError, Faulty, Service
from jobboard.adapters.incoming.command_line.demo import demonstrate
from jobboard.adapters.incoming.command_line.importing import import_file
from jobboard.adapters.incoming.command_line.quarantine import quarantine
from jobboard.config import JobBoardSettings
from jobboard.core.domain.import_run import ImportRun
from jobboard.core.domain.query import ReadListings

SHOWN_REFUSALS = 20
SOURCES = "Whose file it is: nyc, cds, cds-archive, companies, or the mapping file (.toml) that tells how to read it."


class Refused(click.ClickException):
    """One clear sentence on standard error, and exit status 2."""

    exit_code = 2


class _Group(click.Group):
    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (AtomosError, Faulty) as error:
            raise Refused(str(error)) from error


def command_line(service: Service, settings: Callable[[], JobBoardSettings]) -> click.Group:
    """The commands over this service, run with these settings."""

    @click.group(cls=_Group)
    def jobboard() -> None:
        """A job board of real postings."""

    @jobboard.command("import")
    @click.argument("file", type=click.Path(exists=True, dir_okay=False))
    @click.option("--source", default="nyc", show_default=True, help=SOURCES)
    @click.option("--newest-today", is_flag=True, help="Move all dates, so that the newest posting is of today.")
    @click.option("--partial", is_flag=True, help="Do not close postings that the file does not have.")
    def import_(file: str, source: str, newest_today: bool, partial: bool) -> None:
        """Take in the postings of FILE; importing it again changes nothing."""
        query = ReadListings(file, source, newest_today)
        asyncio.run(_import(service, settings(), query, partial=partial))

    @jobboard.command()
    @click.option(
        "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, envvar="PORT", help="Where to serve."
    )
    def demo(port: int) -> None:
        """Serve a board of sample postings, whose dates are moved to today."""
        demonstrate(service, settings(), port)

    jobboard.add_command(quarantine(service, settings))
    return jobboard


async def _import(service: Service, settings: JobBoardSettings, query: ReadListings, *, partial: bool) -> None:
    async with service.build(settings) as application:
        run, harvest = await import_file(application, query, partial=partial)
    click.echo(_told(run))
    for refusal in harvest.refusals[:SHOWN_REFUSALS]:
        click.echo(f"  row {refusal.row}: {refusal.reason}")
    if len(harvest.refusals) > SHOWN_REFUSALS:
        click.echo(f"  and {len(harvest.refusals) - SHOWN_REFUSALS:,} more")


def _told(run: ImportRun) -> str:
    """What became of every row, and of what was there before."""
    counts = f"{run.created:,} created, {run.updated:,} updated, {run.unchanged:,} unchanged"
    joined = f", {run.joined:,} in a further language" if run.joined else ""
    aside = f"{run.duplicates:,} duplicate, {run.quarantined:,} quarantined"
    gone = f" {run.vanished:,} postings that the file no longer has were closed." if run.vanished else ""
    settled = f" {run.settled:,} rows need no longer wait in quarantine." if run.settled else ""
    return f"{run.rows:,} rows: {counts}{joined}, {aside}.{gone}{settled}"
