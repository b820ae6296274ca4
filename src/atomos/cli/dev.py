"""`atomos dev`: serve a service while it is being written."""

import click

from atomos.cli.loading import load_application, locate
from atomos.cli.preparing import prepare
from atomos.cli.serving import address, bind, preflight, serve_reloading


@click.command()
@click.argument("target", required=False)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option("--allow-data-loss", is_flag=True, help="Let tables follow the classes even where rows lose values.")
def dev(target: str | None, host: str, port: int, allow_data_loss: bool) -> None:
    """Serve a service, its tables kept in step, and start anew whenever its source changes.

    TARGET is module:attribute, a file or a folder; without it, the service in this folder.
    """
    found = locate(target)
    application = load_application(found)
    with bind(host, port) as bound:
        for each in prepare(found, application, allow_data_loss=allow_data_loss):
            click.echo(f"tables: {each}")
        for warning in application.warnings:
            click.echo(f"{warning}\n", err=True)
        preflight(application)
        click.echo(f"{application.manifest.service} on {address(bound)}, its API described at {address(bound)}/docs")
        watched = found.root if found.root.is_dir() else found.root.parent
        log_level = application.settings.log_level
        serve_reloading(target, bound, watched=watched, log_level=log_level, allow_data_loss=allow_data_loss)
