"""`jobboard quarantine`: the rows that an import could not take in."""

import asyncio
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from atomos import Application, Operator, Service
from jobboard.config import JobBoardSettings
from jobboard.core.domain.command import RetryRow
from jobboard.core.domain.import_run import QuarantinedRow, RowState
from jobboard.core.domain.query import GetQuarantinedRow, ListQuarantine


def quarantine(service: Service, settings: Callable[[], JobBoardSettings]) -> click.Group:
    """The commands over this service, run with these settings."""

    def answer(*messages: Any) -> list[Any]:
        return asyncio.run(_answers(service.build(settings()), messages))

    @click.group("quarantine")
    def group() -> None:
        """Look through refused rows, and take them in once they are mended."""

    @group.command("list")
    @click.option("--source", default="", help="Only the rows of this source.")
    @click.option("--state", type=click.Choice(list(RowState)), default=RowState.WAITING, show_default=True)
    def list_(source: str, state: RowState) -> None:
        """List the refused rows, each with its id and the reason."""
        (rows,) = answer(ListQuarantine(source, RowState(state)))
        for row in rows:
            click.echo(_line(row))
        click.echo(f"{len(rows):,} rows")

    @group.command()
    @click.argument("row_id", type=click.UUID)
    def show(row_id: UUID) -> None:
        """Show a row as it was found, as JSON that can be mended and given to `retry`."""
        (row,) = answer(GetQuarantinedRow(row_id))
        click.echo(_line(row), err=True)
        click.echo(json.dumps(row.raw, ensure_ascii=False, indent=2))

    @group.command()
    @click.argument("row_ids", type=click.UUID, nargs=-1)
    @click.option("--set", "values", multiple=True, metavar="NAME=VALUE", help="Mend a value of the row.")
    @click.option(
        "--mended", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="JSON with its values."
    )
    @click.option("--format", "format_", default="", help="The mapping file (.toml) that tells how to read it.")
    def retry(row_ids: tuple[UUID, ...], values: tuple[str, ...], mended: Path | None, format_: str) -> None:
        """Take in the rows ROW_IDS, mended; without ids try all that wait, as they are."""
        changes = _changes(values, mended)
        if changes and len(row_ids) != 1:
            raise click.UsageError("only one row at a time can be mended")
        ids = row_ids or [row.id for row in answer(ListQuarantine())[0]]
        rows = answer(*(RetryRow(row_id, changes, format_) for row_id in ids))
        for row in rows:
            click.echo(_line(row))
        taken = sum(row.state is RowState.MENDED for row in rows)
        click.echo(f"{taken:,} taken in, {len(rows) - taken:,} still waiting")

    return group


async def _answers(application: Application, messages: Iterable[Any]) -> list[Any]:
    async with application:
        return [await application.execute(each, actor=Operator()) for each in messages]


def _line(row: QuarantinedRow) -> str:
    outcome = row.reason if row.state is RowState.WAITING else row.state
    return f"{row.id}  {row.source} row {row.row}: {outcome}"


def _changes(values: Iterable[str], mended: Path | None) -> dict[str, str]:
    """What is mended: the values of the file, and over them those given one by one."""
    told: Any = {}
    if mended:
        try:
            told = json.loads(mended.read_text(encoding="utf-8"))
        except ValueError as error:
            raise click.BadParameter(f"{mended} is not JSON: {error}") from None
    if not isinstance(told, Mapping) or not all(isinstance(value, str) for value in told.values()):
        raise click.BadParameter(f"{mended} is not an object of texts, as `show` writes it")
    single = dict(each.partition("=")[::2] for each in values)
    return {**told, **single}
