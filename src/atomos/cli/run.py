"""`atomos run`: serve a service for its users."""

import click

from atomos.cli.loading import load_application, locate
from atomos.cli.refusal import Refusal
from atomos.cli.serving import address, bind, preflight, serve
from atomos.stores import database_url


@click.command()
@click.argument("target", required=False)
@click.option("--host", default="127.0.0.1", show_default=True, envvar="HOST", help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), envvar="PORT")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1), help="Processes; on PostgreSQL only.")
def run(target: str | None, host: str, port: int, workers: int) -> None:
    """Serve a service as it is: nothing is migrated, nothing is reloaded.

    TARGET is module:attribute, a file or a folder; without it, the service in this folder.
    """
    application = load_application(locate(target))
    url = database_url(application.settings, application.manifest.service)
    if workers > 1 and not url.startswith("postgres"):
        raise Refusal("several workers need PostgreSQL: set DATABASE_URL=postgresql://…, or leave out --workers")
    with bind(host, port) as bound:
        preflight(application)
        click.echo(f"{application.manifest.service} on {address(bound)}")
        serve(target, bound, workers=workers, log_level=application.settings.log_level)
