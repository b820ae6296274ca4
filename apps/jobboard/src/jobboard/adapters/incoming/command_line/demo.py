"""A board to look at: sample postings, as if they were published these days."""

import asyncio
import errno
import socket
from importlib.resources import as_file, files

import click
import uvicorn

from atomos import Application, Service, Settings, Unavailable
from jobboard.adapters.incoming.command_line.importing import import_file
from jobboard.core.domain.query import ListSources, ReadListings

HOST = "127.0.0.1"
SAMPLES = {"nyc": "nyc-sample.csv", "cds-archive": "cds-sample.jsonl"}


def demonstrate(service: Service, settings: Settings, port: int) -> None:
    """Serve until interrupted; an empty board is filled with the sample first. Raises: Unavailable (the port)."""
    with _listening(port) as listener:
        asyncio.run(_fill(service.build(settings)))
        click.echo(f"The job board is at http://{HOST}:{listener.getsockname()[1]}/ (Ctrl+C ends it)")
        config = uvicorn.Config(service.build(settings), log_level="warning", access_log=False)
        uvicorn.Server(config).run([listener])


async def _fill(application: Application) -> None:
    async with application:
        if await application.execute(ListSources()):
            return
        for source, name in SAMPLES.items():
            with as_file(files("jobboard") / "data" / name) as path:
                await import_file(application, ReadListings(str(path), source, newest_today=True))


def _listening(port: int) -> socket.socket:
    """A socket that holds the port, taken before anything is written."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        if error.errno != errno.EADDRINUSE:
            raise
        raise Unavailable(f"port {port} of {HOST} is in use; choose another one with --port") from None
    return listener
