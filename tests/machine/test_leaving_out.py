"""What a machine lacks is left out and said, or fails where that is forbidden."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PLUGINS = Path(__file__).parents[1] / "plugins"
TESTS = """
def test_with_a_database(postgres_url): ...
def test_with_another(postgres_url): ...
def test_with_a_browser(chromium_path): ...
def test_alone(): ...
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "test_shop.py").write_text(TESTS, encoding="utf-8")
    return tmp_path


def run_on_a_bare_machine(folder: Path, *, leave_out: str) -> subprocess.CompletedProcess[str]:
    bare = {"PATH": "", "ATOMOS_TEST_POSTGRES": "postgresql://root@127.0.0.1:1/postgres"}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "machine", "-p", "no:schemathesis", folder],
        cwd=folder,
        env=os.environ | bare | {"PYTHONPATH": str(PLUGINS), "ATOMOS_TEST_LEAVE_OUT": leave_out},
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_was_left_out_is_said_in_one_line_each(folder: Path) -> None:
    run = run_on_a_bare_machine(folder, leave_out="allowed")

    *_, database, browser, summary = run.stdout.splitlines()
    assert run.returncode == 0
    assert database.startswith("Left out 2 tests: no PostgreSQL to create databases on (root@127.0.0.1:1: ")
    assert browser == "Left out 1 test: no browser (chromium, chromium-browser, google-chrome) on the PATH."
    assert summary.startswith("1 passed, 3 skipped in ")


def test_where_it_is_forbidden_leaving_out_fails(folder: Path) -> None:
    run = run_on_a_bare_machine(folder, leave_out="forbidden")

    assert run.returncode == 1
    assert "may not be left out: no PostgreSQL to create databases on" in run.stdout
    assert run.stdout.splitlines()[-1].startswith("1 passed, 3 errors in ")
