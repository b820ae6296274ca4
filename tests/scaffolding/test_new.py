from pathlib import Path

import pytest
from click.testing import CliRunner

from atomos.cli.new import new


def test_a_service_is_written_and_the_next_steps_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    result = CliRunner().invoke(new, ["notes"])

    assert result.exit_code == 0, result.output
    assert (tmp_path / "notes" / "notes" / "main.py").is_file()
    assert "cd notes\n  atomos dev " in result.stdout


def test_a_refusal_is_one_sentence_and_exit_status_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notes").mkdir()

    result = CliRunner().invoke(new, ["notes"])

    assert result.exit_code == 2
    assert result.stderr == "Error: there is a notes here already; choose another name, or remove it\n"
