"""The demonstration as a visitor meets it: a process and a port."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

DEMO = [sys.executable, "-m", "jobboard.demo"]
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "PORT")}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    demo = subprocess.Popen([*DEMO, "--port", "0"], cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True)
    assert demo.stdout
    with demo, demo.stdout as output:
        said = output.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", said)
        assert found, said
        yield found[0]
        demo.send_signal(signal.SIGINT)
        assert demo.wait(10) == 0


def test_the_board_is_filled_and_says_that_its_dates_were_moved(address: str) -> None:
    page = httpx.get(address).text

    assert re.search(r"\d{3} open postings", page)
    assert "their dates moved to these days" in page
    assert "City of New York, NYC Open Data." in page
    assert "Canadian Digital Service." in page
    assert len(re.findall(r"all dates were moved on by [\d,]+ days", page)) == 2
    assert "shown as if they were still open" in page


def test_the_derived_interface_stands_beside_the_pages(address: str) -> None:
    found = httpx.get(f"{address}/api/postings", params={"limit": 2}).json()

    assert "searchable" not in str(found)
    assert httpx.get(f"{address}/api/openapi.json").json()["openapi"].startswith("3.1")
    assert httpx.post(f"{address}/api/organisations", json={"name": "Spam"}).is_error


def test_a_filled_board_is_served_as_it_is(address: str, folder: Path) -> None:
    """A second demonstration on the same database adds nothing."""
    before = re.search(r"[\d,]+ open postings", httpx.get(address).text)
    with subprocess.Popen(
        [*DEMO, "--port", "0"], cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True
    ) as demo:
        assert demo.stdout
        said = demo.stdout.readline()
        again = httpx.get(said.split()[5]).text
        demo.send_signal(signal.SIGINT)

    assert before
    assert before[0] in again


def test_a_port_in_use_is_told_in_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            DEMO, cwd=tmp_path, env=ENVIRONMENT | {"PORT": port}, capture_output=True, text=True, check=False
        )

    assert done.returncode == 2
    assert done.stderr == f"Error: port {port} of 127.0.0.1 is in use; choose another one with --port\n"
    assert not list(tmp_path.iterdir())
