import os
import sys
from pathlib import Path

import pytest

from benchmarks.harness.process import family, memory_mib, processor_seconds
from benchmarks.harness.server import NotStarted, serving


def test_a_server_is_asked_on_the_port_it_was_given(tmp_path: Path) -> None:
    (tmp_path / "greeting.txt").write_text("hello")
    arguments = [sys.executable, "-m", "http.server", "{port}", "--bind", "127.0.0.1"]
    with serving(arguments, tmp_path, {}) as server:
        assert server.ask("GET", "/greeting.txt") == (200, b"hello")
        assert list(family(server.pid)) == [server.pid]
        assert processor_seconds(server.pid) > 0
    assert not Path(f"/proc/{server.pid}").exists()


def test_a_server_that_ends_is_reported_with_what_it_said(tmp_path: Path) -> None:
    with (
        pytest.raises(NotStarted, match="no such database"),
        serving([sys.executable, "-c", "raise SystemExit('no such database')"], tmp_path, {}),
    ):
        raise AssertionError("it never started")


def test_what_a_process_shares_is_counted_once_at_most() -> None:
    resident, proportional = memory_mib(os.getpid())
    assert 0 < proportional <= resident
