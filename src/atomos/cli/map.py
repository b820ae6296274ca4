"""`atomos map`: a picture of a service."""

from pathlib import Path

import click

from atomos.cli.loading import load_description, locate
from atomos.cli.refusal import Refusal
from atomos.map import as_mermaid, as_page, draw_graph


@click.command("map")
@click.argument("target", required=False)
@click.option("--page", type=click.Path(dir_okay=False, path_type=Path), help="Write a page with the picture instead.")
def map_(target: str | None, page: Path | None) -> None:
    """Print the messages, handlers, entities and events of a service as a Mermaid flowchart.

    TARGET is module:attribute, a file or a folder; without it, the service in this folder.
    """
    graph = draw_graph(load_description(locate(target)).manifest)
    if page is None:
        click.echo(as_mermaid(graph))
        return
    try:
        page.write_text(as_page(graph), encoding="utf-8")
    except OSError as error:
        raise Refusal(f"cannot write {page}: {error.strerror}") from None
    click.echo(f"wrote {page}")
