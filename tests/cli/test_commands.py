"""The commands of atomos, typed as a user would, with what goes wrong told in one sentence."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from click.testing import CliRunner

from atomos.cli import main
from importing import imported_apart

EXAMPLE = Path(__file__).parents[2] / "examples" / "todo.py"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(EXAMPLE, tmp_path)
    return tmp_path


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it said."""

    status: int
    out: str
    err: str


def atomos(folder: Path, *words: str, **environment: str) -> Ended:
    """The command, run to its end in that folder, as if nothing of it had been imported before."""
    with imported_apart("todo"), chdir(folder):
        result = CliRunner().invoke(main, words, env=environment)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ended(result.exit_code, result.stdout, result.stderr)


def refused(result: Ended) -> str:
    """What was said on standard error, by a command that ended with status 2 and no traceback."""
    assert result.status == 2, result
    assert "Traceback" not in result.err
    return result.err


def test_explain_shows_the_plan_in_words_and_as_it_runs(folder: Path) -> None:
    said = atomos(folder, "explain", "todo:service", "finish-task").out
    assert "1. load task: the task whose id is command.task_id; NotFound if there is none" in said
    assert "async def finish_task(command, _call, _uow, _scope):" in said


def test_explain_in_json_has_every_message(folder: Path) -> None:
    explained = json.loads(atomos(folder, "explain", "todo:service", "--json").out)
    assert [(each["message"], each["policy"]) for each in explained] == [
        ("AddTask", "anyone"),
        ("FinishTask", "anyone"),
    ]


def test_explain_without_a_message_has_a_line_for_each(folder: Path) -> None:
    assert atomos(folder, "explain", "todo:service").out == (
        "AddTask     action add_task → Task, anyone may\nFinishTask  action finish_task → TaskFinished, anyone may\n"
    )


def test_explain_tells_in_json_why_a_function_is_a_handler(folder: Path) -> None:
    found = json.loads(atomos(folder, "explain", "todo:service", "--discovery", "--json").out)
    assert [(each["name"], each["verdict"]) for each in found] == [("add_task", "hit"), ("finish_task", "hit")]


def test_explain_tells_why_a_function_is_a_handler(folder: Path) -> None:
    said = atomos(folder, "explain", "todo:service", "--discovery").out
    assert "hit       add_task     its first parameter is called command: an action" in said


def test_explain_of_an_unknown_message_names_the_known_ones(folder: Path) -> None:
    assert "it has AddTask, FinishTask" in refused(atomos(folder, "explain", "todo:service", "Nothing"))


def test_map_draws_a_flowchart_and_a_page(folder: Path) -> None:
    assert "flowchart LR" in atomos(folder, "map", "todo:service").out
    assert atomos(folder, "map", "todo:service", "--page", "map.html").out == "wrote map.html\n"
    page = (folder / "map.html").read_text()
    assert "<svg" in page
    assert "http" not in page.replace("http-equiv", "")


def test_a_page_that_cannot_be_written_is_told(folder: Path) -> None:
    said = refused(atomos(folder, "map", "todo:service", "--page", "nowhere/map.html"))
    assert said == "Error: cannot write nowhere/map.html: No such file or directory\n"


def test_help_lists_every_command_and_a_misspelt_one_is_told(folder: Path) -> None:
    listed = re.findall(r"^  (\w+)  ", atomos(folder, "--help").out, re.MULTILINE)
    assert {"new", "dev", "run", "call", "migrate", "check", "explain", "map"} <= set(listed)
    assert "No such command 'rnu'" in refused(atomos(folder, "rnu"))


def test_call_lists_the_messages(folder: Path) -> None:
    assert "finish-task" in atomos(folder, "call", "todo:service", "--help").out


def test_a_target_that_is_not_there_is_told(folder: Path) -> None:
    assert "there is no module nothing" in refused(atomos(folder, "call", "nothing:service", "x"))


def test_a_wrong_setting_is_told(folder: Path) -> None:
    said = refused(atomos(folder, "run", "todo:service", POOL_SIZE="many"))
    assert said == "Error: the settings are wrong: POOL_SIZE='many': this is not a whole number\n"


@pytest.mark.parametrize(
    "words",
    [
        ("run", "todo:service", "--port", "0"),
        ("dev", "todo:service", "--port", "0"),
        ("call", "todo:service", "add-task", "--title", "write"),
    ],
)
def test_an_unreachable_database_is_told(folder: Path, words: tuple[str, ...]) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"postgresql://root@127.0.0.1:{unused.getsockname()[1]}/nothing"
        said = refused(atomos(folder, *words, DATABASE_URL=url))
    assert len(said.splitlines()) == 1
    assert "127.0.0.1" in said


@pytest.mark.parametrize("words", [("run", "--port", "0"), ("dev", "--port", "0"), ("migrate", "apply")])
def test_an_address_of_no_database_is_told(folder: Path, words: tuple[str, ...]) -> None:
    said = refused(atomos(folder, *words, "todo:service", DATABASE_URL="postgresql://root@127.0.0.1:many/shop"))
    assert said == ("Error: this is no address of a PostgreSQL database; write postgresql://user@host:port/database\n")


@pytest.mark.parametrize("host", ["203.0.113.1", "::nowhere"])
def test_an_address_that_is_not_this_machines_is_told(folder: Path, host: str) -> None:
    said = refused(atomos(folder, "run", "todo:service", "--host", host, "--port", "0"))
    assert said.startswith(f"Error: cannot listen on {host}:0 (")
    assert said.endswith("); see --host and --port\n")


def test_a_port_in_use_is_told(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = refused(atomos(folder, "run", "todo:service", "--port", str(port)))
    assert said == f"Error: port {port} on 127.0.0.1 is in use; stop what runs there, or take another with --port\n"


def test_tables_that_are_not_there_are_told(folder: Path) -> None:
    assert "atomos migrate apply" in refused(atomos(folder, "run", "todo:service", "--port", "0"))


def test_a_corrupt_csv_file_is_told_with_its_place(folder: Path) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "tasks.csv").write_text("id,title\nnonsense,x\n")
    said = refused(atomos(folder, "run", "todo:service", "--port", "0", DATABASE_URL="csv:///data"))
    assert "tasks.csv" in said


def test_a_service_that_cannot_be_built_is_told_with_its_faults(folder: Path) -> None:
    (folder / "todo.py").write_text(EXAMPLE.read_text().replace("to=anyone", "to=None"))
    said = refused(atomos(folder, "run", "todo:service"))
    assert said.count("error[offer-without-policy]") == 3


def test_several_workers_without_postgresql_are_refused(folder: Path) -> None:
    assert "several workers need PostgreSQL" in refused(atomos(folder, "run", "todo:service", "--workers", "2"))


def serving(process: "subprocess.Popen[str]") -> str:
    """The address that a serving process printed."""
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"http://127\.0\.0\.1:\d+", line):
            return found.group()
    raise AssertionError("it ended without an address")


def fetched(url: str) -> str:
    """The answer, waiting for the server to come up."""
    for _ in range(1200):
        try:
            with urlopen(url, timeout=30) as answer:
                return str(answer.read().decode())
        except OSError:  # nobody listens yet, or the process that did is being replaced
            time.sleep(0.05)
    raise AssertionError(f"{url} did not answer")


def test_dev_makes_the_tables_serves_and_follows_a_change_of_the_source(folder: Path) -> None:
    command = [sys.executable, "-m", "atomos", "dev", "todo:service", "--port", "0"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            address = serving(process)
            assert '"items":[]' in fetched(f"{address}/tasks")
            before, after = "title: str\n    done_at", "title: str\n    note: str = ''\n    done_at"
            changed = EXAMPLE.read_text().replace(before, after)
            (folder / "todo.py").write_text(changed)
            for _ in range(1200):
                if '"note"' in fetched(f"{address}/openapi.json"):
                    break
                time.sleep(0.05)
            assert '"items":[]' in fetched(f"{address}/tasks")
        finally:
            process.terminate()


def test_dev_lets_tables_follow_at_the_price_of_data_after_each_change_too(folder: Path) -> None:
    with_note = EXAMPLE.read_text().replace("title: str\n    done_at", "title: str\n    note: str = ''\n    done_at")
    (folder / "todo.py").write_text(with_note)
    command = [sys.executable, "-m", "atomos", "dev", "todo:service", "--port", "0", "--allow-data-loss"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            address = serving(process)
            assert '"note"' in fetched(f"{address}/openapi.json")
            posted = Request(f"{address}/tasks", b'{"title": "write"}', {"content-type": "application/json"})
            with urlopen(posted, timeout=5) as answer:
                assert '"note"' in answer.read().decode()
            (folder / "todo.py").write_text(EXAMPLE.read_text())
            for _ in range(1200):
                if '"note"' not in fetched(f"{address}/tasks"):
                    break
                time.sleep(0.05)
            assert '"title":"write"' in fetched(f"{address}/tasks")
        finally:
            process.terminate()


def test_run_serves_what_migrations_prepared(folder: Path) -> None:
    assert "0001" in atomos(folder, "migrate", "make", "todo:service").out
    assert atomos(folder, "migrate", "apply", "todo:service").status == 0
    command = [sys.executable, "-m", "atomos", "run", "todo:service", "--port", "0"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert '"items":[]' in fetched(f"{serving(process)}/tasks")
        finally:
            process.terminate()


def test_several_workers_serve_one_address_over_postgresql(folder: Path, postgres_url: str) -> None:
    over = {"DATABASE_URL": postgres_url}
    atomos(folder, "migrate", "make", "todo:service", **over)
    assert atomos(folder, "migrate", "apply", "todo:service", **over).status == 0
    command = [sys.executable, "-m", "atomos", "run", "todo:service", "--port", "0", "--workers", "2"]
    with subprocess.Popen(
        command, cwd=folder, env=os.environ | over, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            address = serving(process)
            assert all('"items":[]' in fetched(f"{address}/tasks") for _ in range(10))
        finally:
            process.terminate()


def test_a_migration_out_of_order_is_told(folder: Path) -> None:
    atomos(folder, "migrate", "make", "todo:service")
    atomos(folder, "migrate", "apply", "todo:service")
    for file in (folder / "migrations").rglob("0001*.py"):
        file.unlink()
    said = refused(atomos(folder, "migrate", "apply", "todo:service"))
    assert len(said.splitlines()) <= 2
