"""A board to look at: sample postings, as if they were published these days."""

import asyncio
import errno
import socket
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

import click
import uvicorn

from atomos import Application, Service, Unavailable
from jobboard.adapters.incoming.command_line.importing import import_file
from jobboard.config import JobBoardSettings
from jobboard.core.domain.query import ListSources, ReadListings

HOST = "127.0.0.1"
PACKAGE = Path(str(files("jobboard")))
SAMPLES = {"nyc": "nyc-sample.csv", "cds-archive": "cds-sample.jsonl"}


def demonstrate(service: Service, settings: JobBoardSettings, port: int) -> None:
    """Serve until interrupted, on a board that is filled with the samples first if it is empty.

    Raises: Unavailable (the port), Misconfigured (the database is not at a known migration).
    """
    from atomos.migrations import apply  # noqa: PLC0415 -- loads SQLAlchemy and Alembic, which serving never needs

    with _listening(port) as listener:
        application = service.build(settings)
        apply(settings.database_url, PACKAGE / "migrations", application.manifest.entities)
        asyncio.run(_fill(application))
        click.echo(f"The job board is at http://{HOST}:{listener.getsockname()[1]}/ (Ctrl+C ends it)")
        with suppress(KeyboardInterrupt):
            uvicorn.Server(uvicorn.Config(application, log_level="warning")).run([listener])


async def _fill(application: Application) -> None:
    async with application:
        if await application.execute(ListSources()):
            return
        for source, name in SAMPLES.items():
            query = ReadListings(str(PACKAGE / "data" / name), source, newest_today=True)
            await import_file(application, query)


def _listening(port: int) -> socket.socket:
    """A socket that holds the port, taken before anything is written."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen()
    except OSError as error:
        listener.close()
        reason = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror})"
        raise Unavailable(f"port {port} of {HOST} {reason}; choose another one with --port") from None
    return listener
