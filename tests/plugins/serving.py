"""Serves an ASGI application on a free port, with the server that people use."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import uvicorn

from atomos.adapters.incoming.http.protocol import AsgiApp


@contextmanager
def served(app: AsgiApp) -> Iterator[tuple[str, int]]:
    """The host and the port where the application answers."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical"))
    thread = Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            thread.join(0.01)
            assert thread.is_alive()
        yield server.servers[0].sockets[0].getsockname()
    finally:
        server.should_exit = True
        thread.join()
