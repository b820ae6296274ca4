import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

ATOMOS = Path(sys.executable).with_name("atomos")


@pytest.fixture
def address(project: Path) -> Iterator[str]:
    """Where `atomos dev` serves the new service."""
    server = subprocess.Popen(
        [ATOMOS, "dev", "--port", "0"],
        cwd=project,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    assert server.stdout is not None
    try:
        yield next(line.split()[2].rstrip(",") for line in server.stdout if line.startswith("notes on http://"))
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.communicate(timeout=20)


def test_it_starts_and_keeps_what_is_written(address: str, project: Path) -> None:
    transport = httpx.HTTPTransport(retries=10)
    with httpx.Client(transport=transport, base_url=address, timeout=30) as client:
        written = client.post("/notes", json={"title": "Hello"})
        client.post(f"{written.headers['location']}/publish")
        listed = client.get("/notes")

    assert [note["title"] for note in listed.json()["items"]] == ["Hello"]
    assert (project / "notes.db").is_file()
