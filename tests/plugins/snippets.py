"""Runs the fenced snippets of a page of documentation in its order, as a reader would, in one folder.

- A `python` block is run as a program. One whose first line is `# todo.py` is kept under that name;
  `# todo.py (continued)` goes on where it ended. Other languages' blocks are kept in the same way, not run.
  The packages of a project that a page makes can be imported, as if the project was installed.
- A `console` block holds commands (`$ …`), each with the output that it must have, if any is shown; `...`
  in it stands for anything. A command whose output is not shown must succeed. `cd` lasts to the block's end.
- `<!-- serves: 8000 -->` before a `console` block: its last command goes on to the end of the page, on a free
  port that takes the place of this one in all that follows (`--port` is added where the command names none).
- `<!-- not run: why -->` before a block leaves it alone.
"""

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

FENCE = re.compile(r"(?ms)^(?P<ticks>`{3,})(?P<language>\w*)[^\n]*\n(?P<text>.*?)^(?P=ticks) *$")
MARKER = re.compile(r"<!-- (?P<word>not run|serves): (?P<value>.+?) -->\s*\Z")
FILE = re.compile(r"\A# (?P<name>[\w./-]+\.\w+)(?P<continued> \(continued\))?\n")
SECONDS = 120.0


@dataclass(frozen=True)
class Snippet:
    """One fenced block, with the line of its first text in the page."""

    language: str
    text: str
    line: int
    not_run: bool = False
    serves: str | None = None


@dataclass(frozen=True)
class Command:
    """One `$` line of a console block and the output shown below it."""

    text: str
    output: str


def snippets_of(page: str) -> Iterator[Snippet]:
    """The fenced blocks of a page of Markdown, in order."""
    for fence in FENCE.finditer(page):
        marker = MARKER.search(page, 0, fence.start())
        word, value = (marker["word"], marker["value"]) if marker else (None, None)
        yield Snippet(
            fence["language"],
            fence["text"],
            page.count("\n", 0, fence.start("text")) + 1,
            not_run=word == "not run",
            serves=value if word == "serves" else None,
        )


def commands_of(console: str) -> Iterator[Command]:
    """The commands of a console block; a line that ends in a backslash goes on in the next."""
    for part in re.split(r"^\$ ", console, flags=re.MULTILINE)[1:]:
        text, output = re.match(r"((?:[^\n]*\\\n)*[^\n]*)\n?(.*)", part, re.DOTALL).groups()  # type: ignore[union-attr]
        yield Command(text, output.rstrip())


@dataclass
class Reader:
    """Does what a page says, in a folder; lives as long as the reading of one page."""

    folder: Path
    stack: ExitStack
    ports: dict[str, str] = field(default_factory=dict)

    def follow(self, snippet: Snippet) -> None:
        """Do what one block says. Raises: AssertionError, with what happened instead."""
        if snippet.not_run:
            return
        text = self._with_ports(snippet.text)
        named = FILE.match(text)
        if named:
            self._keep(named["name"], text, goes_on=bool(named["continued"]))
        if snippet.language == "python":
            self._run_python(named["name"] if named else None, text)
        elif snippet.language == "console":
            self._run_console(snippet)

    def _with_ports(self, text: str) -> str:
        for shown, free in self.ports.items():
            text = re.sub(rf"\b{shown}\b", free, text)
        return text

    def _keep(self, name: str, text: str, *, goes_on: bool) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8") if goes_on else ""
        path.write_text(before + text, encoding="utf-8")

    def _run_python(self, name: str | None, text: str) -> None:
        if name is None:
            name = "snippet.py"
            self._keep(name, text, goes_on=False)
        self._expect(Command(f"python {name}", ""), self.folder)

    def _run_console(self, snippet: Snippet) -> None:
        folder = self.folder
        commands = list(commands_of(snippet.text))
        assert commands, "a console block shows its commands after '$ '"
        server = commands.pop() if snippet.serves else None
        for command in commands:
            folder = self._expect(Command(*map(self._with_ports, (command.text, command.output))), folder)
        if server and snippet.serves:
            self._serve(server, snippet.serves, folder)

    def _expect(self, command: Command, folder: Path) -> Path:
        """Run the command and return the folder that it leaves the shell in."""
        left = self.folder / ".left"
        ran = subprocess.run(
            ["bash", "-c", f"{command.text}\nstatus=$?; pwd >{shlex.quote(str(left))}; exit $status"],
            cwd=folder,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        told = f"$ {command.text}\n{ran.stdout}(exit status {ran.returncode})"
        if command.output:
            assert _matches(command.output, ran.stdout), f"{told}\n--- the page shows:\n{command.output}"
        else:
            assert ran.returncode == 0, told
        return Path(left.read_text(encoding="utf-8").strip())

    def _serve(self, command: Command, port: str, folder: Path) -> None:
        free = self.ports[port] = _free_port()
        text = self._with_ports(command.text)
        started = text if free in text else f"{text} --port {free}"
        log = self.folder / "server.log"
        server = subprocess.Popen(
            ["bash", "-c", f"exec {started}"],
            cwd=folder,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=self.stack.enter_context(log.open("w")),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.stack.callback(_stop, server)
        assert _is_answered(int(free), server), f"$ {started}\n{log.read_text(encoding='utf-8')}"

    def _environment(self) -> dict[str, str]:
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
        projects = [file.parent for file in self.folder.glob("*/pyproject.toml")]
        packages = [*map(str, [self.folder, *projects]), *filter(None, [os.environ.get("PYTHONPATH")])]
        return dict(os.environ) | {
            "PATH": path,
            "PYTHONPATH": os.pathsep.join(packages),
            "COLUMNS": "100",
            "NO_COLOR": "1",
        }


def _is_answered(port: int, server: subprocess.Popen[bytes]) -> bool:
    """Whether the server comes to listen on the port, before it ends and in time."""
    deadline = time.monotonic() + SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.05)
    return False


def _stop(server: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGTERM)
    server.wait(10)


def _free_port() -> str:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return str(listener.getsockname()[1])


def _matches(shown: str, printed: str) -> bool:
    pattern = ".*".join(re.escape(part) for part in re.split(r"\.\.\.|…", shown))
    return re.fullmatch(pattern, printed.rstrip(), re.DOTALL) is not None
