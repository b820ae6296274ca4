"""Serves an application with uvicorn: once, with workers, or starting anew when the source changes."""

import asyncio
import errno
import logging
import os
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import uvicorn
from uvicorn.supervisors import ChangeReload, Multiprocess

from atomos.application import Application
from atomos.cli.loading import load_application, locate
from atomos.cli.preparing import prepare
from atomos.cli.refusal import Refusal
from atomos.core.domain.errors import Misconfigured, Unavailable

_TARGET, _ALLOW_DATA_LOSS = "ATOMOS_TARGET", "ATOMOS_ALLOW_DATA_LOSS"
"""The variables by which a child process learns what to serve, and (`1`) that its tables may lose values."""


_WAITING = 2048
"""How many connections may wait to be taken up: at the start, under load, and while a process is replaced."""


def bind(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one. Raises: Refusal (in use, not allowed, no such address)."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        bound = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise _cannot_listen(host, port, error) from None
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        bound.listen(_WAITING)
    except OSError as error:
        bound.close()
        raise _cannot_listen(host, port, error) from None
    bound.set_inheritable(True)
    return bound


def _cannot_listen(host: str, port: int, error: OSError) -> Refusal:
    if error.errno == errno.EADDRINUSE:
        return Refusal(f"port {port} on {host} is in use; stop what runs there, or take another with --port")
    return Refusal(f"cannot listen on {host}:{port} ({error.strerror}); see --host and --port")


def address(bound: socket.socket) -> str:
    """Where a browser finds the socket: `http://127.0.0.1:8000`."""
    host, port = bound.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def preflight(application: Application) -> None:
    """Start and stop once, so that what keeps it from starting is told in one sentence. Raises: Refusal."""

    async def once() -> None:
        async with application:
            pass

    try:
        asyncio.run(once())
    except (Misconfigured, Unavailable) as error:
        raise Refusal(str(error)) from None


def serve(target: str | None, bound: socket.socket, *, workers: int, log_level: str) -> None:
    """Serve until stopped; several workers are several processes on one socket."""
    config = _config("application", target, log_level, workers=workers, access_log=False)
    if workers > 1:
        Multiprocess(config, sockets=[bound]).run()
    else:
        uvicorn.Server(config).run(sockets=[bound])


def serve_reloading(
    target: str | None, bound: socket.socket, *, watched: Path, log_level: str, allow_data_loss: bool
) -> None:
    """Serve, and start anew whenever a Python file below a folder changes."""
    os.environ[_ALLOW_DATA_LOSS] = "1" if allow_data_loss else "0"
    config = _config("prepared_application", target, log_level, reload=True, reload_dirs=[str(watched)])
    ChangeReload(config, target=uvicorn.Server(config).run, sockets=[bound]).run()


def application() -> Application:
    """The application of a worker process."""
    try:
        made = load_application(locate(os.environ.get(_TARGET)))
    except Refusal as refusal:
        refusal.show()
        sys.exit(refusal.exit_code)
    logging.basicConfig(level=made.settings.log_level.upper(), format="%(levelname)s:     %(name)s: %(message)s")
    return made


def prepared_application() -> Application:
    """The application of a development process, its tables brought in step."""
    made = application()
    target, allow_data_loss = locate(os.environ.get(_TARGET)), os.environ.get(_ALLOW_DATA_LOSS) == "1"
    try:
        with ThreadPoolExecutor(1) as aside:  # the server's event loop runs in this thread already
            aside.submit(prepare, target, made, allow_data_loss=allow_data_loss).result()
    except Refusal as refusal:
        refusal.show()
        sys.exit(refusal.exit_code)
    return made


def _config(factory: str, target: str | None, log_level: str, **options: object) -> uvicorn.Config:
    if target is not None:
        os.environ[_TARGET] = target
    settings: dict[str, object] = {"factory": True, "log_level": log_level, "server_header": False, **options}
    return uvicorn.Config(f"{__name__}:{factory}", **settings)  # type: ignore[arg-type]  # options go on as they are
