"""`atomos search`: the indexes that searches ask."""

import asyncio

import click

from atomos.cli.loading import load_application, locate
from atomos.cli.refusal import Refusal
from atomos.core.domain.errors import Misconfigured, Unavailable


@click.group()
def search() -> None:
    """Look after the indexes of a service's searches."""


@search.command()
@click.argument("target", required=False)
@click.option("--anew", is_flag=True, help="Empty the indexes first: for texts that are now made in another way.")
def rebuild(target: str | None, anew: bool) -> None:
    """Index every entity that is not indexed yet. A service may go on meanwhile.

    TARGET is module:service; without it, the service in this folder.
    """
    try:
        written = asyncio.run(load_application(locate(target)).reindex(anew=anew))
    except (Misconfigured, Unavailable) as error:
        raise Refusal(str(error)) from None
    for name, count in written.items():
        click.echo(f"indexed {count} {name}" if count else f"{name}: the index is complete")
    if not written:
        click.echo("nothing to index: no entity of this service has an index")
