import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from atomos.cli.check import check
from importing import imported_apart

Write = Callable[..., Path]
Check = Callable[..., Result]
Todo = Callable[..., None]

TODO = """
from dataclasses import dataclass
from uuid import UUID

from atomos import Service, anyone

@dataclass
class Task:
    id: UUID
    title: str

@dataclass(frozen=True)
class AddTask:
    title: str

def add_task(command: AddTask, new_id: UUID) -> Task:
    return Task(new_id, command.title)

service = Service("todo")
service.include(__name__)
service.offer(AddTask, Task, to=anyone)
"""

EVENT = """
@dataclass(frozen=True)
class TaskAdded:
    task_id: UUID

def add_task(command: AddTask, new_id: UUID) -> tuple[Task, TaskAdded]:
    return Task(new_id, command.title), TaskAdded(new_id)
"""


@pytest.fixture
def run_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Check]:
    """`atomos check` in an empty folder; what it imports is forgotten afterwards."""
    monkeypatch.chdir(tmp_path)
    with imported_apart("shop", "todo", "main", "config"):
        yield lambda *words: CliRunner().invoke(check, words)


@pytest.fixture
def todo(tmp_path: Path) -> Todo:
    """Writes `todo.py` with something after it."""

    def write_todo(more: str = "") -> None:
        (tmp_path / "todo.py").write_text(TODO + more, encoding="utf-8")

    return write_todo


@pytest.mark.parametrize("target", ["todo.py", "todo", "todo:service"])
def test_a_clean_service_has_exit_status_0(run_check: Check, todo: Todo, target: str) -> None:
    todo()

    result = run_check(target)

    assert (result.exit_code, result.output) == (0, "no faults\n")


@pytest.mark.parametrize("target", [None, ".", "shop", "shop.main", "shop.main:service", "shop/main.py"])
def test_a_service_in_the_layout_is_found_by_any_name(write: Write, run_check: Check, target: str | None) -> None:
    write({"shop/config.py": "import sqlite3", "shop/core/domain/money.py": "import sqlite3"})

    result = run_check(*([target] if target else []))

    assert result.output.count("error[domain-import] shop/core/domain/money.py:1\n") == 1


def test_a_service_whose_folder_is_no_package_is_imported_from_inside(
    write: Write, run_check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    main = "from atomos import Service\nfrom config import NAME\nservice = Service(NAME)"
    project = write({"shop/__init__.py": None, "shop/main.py": main, "shop/config.py": "NAME = 'shop'"})
    for room in ("core/use_cases/order.py", "core/ports/incoming/api.py"):
        (project / "shop" / room).write_text("", encoding="utf-8")
    monkeypatch.chdir(project / "shop")

    assert run_check().output == "no faults\n"


def test_what_the_build_finds_is_told_with_what_the_files_tell(write: Write, run_check: Check) -> None:
    use_case = "from shop.core.domain.order import Order\ndef place_order(command, tax: int) -> Order: ..."
    write({"shop/core/use_cases/order.py": use_case, "shop/core/domain/money.py": "import sqlite3"})

    result = run_check()

    assert result.exit_code == 1
    assert "error[domain-import] " in result.output
    assert "shop/core/use_cases/order.py:2\n" in result.output
    assert result.output.splitlines()[-1].endswith(" errors")


def test_a_warning_fails_only_when_checks_are_strict(run_check: Check, todo: Todo) -> None:
    todo(EVENT)

    lenient, strict = run_check("todo.py"), run_check("--strict", "todo.py")

    assert (lenient.exit_code, strict.exit_code) == (0, 1)
    assert lenient.output.startswith("warning[event-without-reaction] todo.py:")
    assert lenient.output.endswith("\n\n1 warning\n")


def test_json_has_every_fact_of_a_fault(write: Write, run_check: Check) -> None:
    write({"shop/main.py": "from atomos import Service\nservice = Service('shop')", "shop/helpers/text.py": ""})

    result = run_check("--json")

    assert result.exit_code == 1
    assert json.loads(result.output) == {
        "faults": [
            {
                "code": "unplaced-module",
                "severity": "error",
                "place": "shop/helpers/text.py",
                "message": "the layout has no room for this module",
                "hint": "move it to core/domain, core/use_cases, core/ports/incoming, core/ports/outgoing, "
                "adapters/incoming, adapters/outgoing or config",
                "path": [],
            }
        ],
        "errors": 1,
        "warnings": 0,
    }


@pytest.mark.parametrize(
    ("more", "target", "sentence"),
    [
        (
            "",
            "nothing:service",
            "there is no module nothing here; name a service as module:attribute, or go to its folder",
        ),
        ("", "todo:tasks", "todo has no tasks; name the service as todo:NAME"),
        ("", "todo:Task", "todo:Task is a type, and not a service"),
        ("\n\n1 / 0", "todo", "todo cannot be imported: ZeroDivisionError: division by zero (todo.py:24)"),
        (
            "import nowhere",
            "todo",
            "todo cannot be imported: ModuleNotFoundError: No module named 'nowhere' (todo.py:22)",
        ),
    ],
)
def test_what_cannot_be_loaded_is_one_sentence_and_exit_status_2(
    run_check: Check, todo: Todo, more: str, target: str, sentence: str
) -> None:
    todo(more)

    result = run_check(target)

    assert (result.exit_code, result.stderr) == (2, f"Error: {sentence}\n")


def test_the_files_are_checked_even_where_the_service_cannot_be_loaded(write: Write, run_check: Check) -> None:
    write({"shop/main.py": "import nowhere"})

    result = run_check()

    assert (result.exit_code, result.stdout) == (2, "")
    assert "cannot be imported" in result.stderr


def test_a_folder_of_files_is_no_service(run_check: Check, todo: Todo, tmp_path: Path) -> None:
    todo()

    result = run_check()

    assert result.exit_code == 2
    assert result.stderr == (
        f"Error: there is no service in {tmp_path.name}: no folder there has a core or a main.py; "
        "a service in one file is named by it, as in todo.py\n"
    )
