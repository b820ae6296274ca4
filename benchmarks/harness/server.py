"""A competitor's server: started on its core, asked, and stopped."""

import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import IO

from benchmarks.harness import process
from benchmarks.harness.machine import SERVER_CORE, pinned

_PATIENCE = 60.0
"""Seconds that a server may take to start."""


class NotStarted(RuntimeError):
    """A server ended, or gave no answer; the text is what it said."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs on `port` of this machine."""

    port: int
    pid: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def processor_seconds(self) -> float:
        return process.processor_seconds(self.pid)

    def ask(self, method: str, path: str, body: str = "") -> tuple[int, bytes]:
        """The status and the body of one answer."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            headers = {"content-type": "application/json"} if body else {}
            connection.request(method, path, body.encode() or None, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


@contextmanager
def serving(arguments: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Iterator[Server]:
    """Serve on a free port (`{port}` in the arguments) until the end of the block. Raises: NotStarted."""
    port = _free_port()
    command = pinned(SERVER_CORE, *(argument.replace("{port}", str(port)) for argument in arguments))
    with tempfile.TemporaryFile("w+") as said:
        running = subprocess.Popen(command, cwd=folder, env={**os.environ, **environment}, stdout=said, stderr=said)
        server = Server(port, running.pid)
        try:
            _await_answer(server, running, said)
            yield server
        finally:
            running.terminate()
            try:
                running.wait(30)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()


def _await_answer(server: Server, running: subprocess.Popen[bytes], said: IO[str]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and running.poll() is None:
        try:
            server.ask("GET", "/")
        except (OSError, HTTPException):
            time.sleep(0.05)
        else:
            return
    said.seek(0)
    raise NotStarted("\n".join(said.read().splitlines()[-20:]) or "it said nothing")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
