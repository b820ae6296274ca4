import re
import subprocess
import sys
from pathlib import Path

import pytest

from atomos.architecture import check_architecture
from atomos.core.domain.errors import Misconfigured
from atomos.scaffolding import write_service

BIN = Path(sys.executable).parent


def test_no_placeholder_is_left(project: Path) -> None:
    texts = {file: file.read_text(encoding="utf-8") for file in project.rglob("*") if file.is_file()}

    assert [str(file) for file, text in texts.items() if re.search(r"{{|}}|__name__\b(?!\))", f"{file}{text}")] == []


def test_its_architecture_is_clean(project: Path) -> None:
    assert check_architecture(project) == []


def test_its_dockerfile_lints(project: Path) -> None:
    lint = subprocess.run([BIN / "hadolint", project / "Dockerfile"], capture_output=True, text=True, check=False)

    assert (lint.returncode, lint.stdout) == (0, "")


def test_its_own_tests_pass(project: Path) -> None:
    tests = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )

    assert tests.returncode == 0, tests.stdout + tests.stderr


def test_it_is_typed_and_tidy(project: Path) -> None:
    for command in (["ruff", "check", "notes"], ["mypy", "--strict", "notes"]):
        found = subprocess.run(
            [BIN / command[0], *command[1:]], cwd=project, capture_output=True, text=True, check=False
        )
        assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("my-shop", "; my_shop would do"),
        ("MyShop", "; my_shop would do"),
        ("2do", ""),
        ("../x", ""),
        ("école", ""),
        ("", ""),
    ],
)
def test_a_name_that_cannot_be_a_package_is_refused(tmp_path: Path, name: str, suggestion: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        write_service(name, tmp_path)

    sentence = f"{name!r} cannot name a Python package: write lower-case letters, digits and _{suggestion}"
    assert (str(refused.value), list(tmp_path.iterdir())) == (sentence, [])


@pytest.mark.parametrize("name", ["class", "json", "atomos", "tests"])
def test_a_name_that_python_has_already_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        write_service(name, tmp_path)

    assert str(refused.value) == f"{name!r} is taken in Python already; choose a name of your own"


def test_what_is_there_already_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes").touch()

    with pytest.raises(Misconfigured, match="there is a notes here already; choose another name, or remove it"):
        write_service("notes", tmp_path)


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=r"notes cannot be written: No such file or directory"):
        write_service("notes", tmp_path / "nowhere")
