import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from atomos.migrations import apply
from jobboard.adapters.incoming.command_line import command_line
from jobboard.config import JobBoardSettings
from jobboard.main import job_board

PACKAGE = Path(__file__).parents[3] / "src" / "jobboard"
SAMPLE = PACKAGE / "data" / "nyc-sample.csv"


class Shell:
    """Runs the command on a database of its own."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._settings = JobBoardSettings(database_url=f"sqlite:///{file}")

    def __call__(self, *arguments: str) -> Result:
        return CliRunner().invoke(command_line(job_board(), lambda: self._settings), arguments)

    def migrate(self) -> None:
        entities = job_board().build(self._settings).manifest.entities
        apply(self._settings.database_url, PACKAGE / "migrations", entities)

    def rows(self) -> list[object]:
        """All that is kept, versions and times included, but for the record of the imports themselves."""
        with closing(sqlite3.connect(self._file)) as connection:
            tables = ("postings", "organisations", "quarantined_rows", "imported_sources")
            return [connection.execute(f"select * from {table} order by id").fetchall() for table in tables]


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    shell = Shell(tmp_path / "board.db")
    shell.migrate()
    return shell


def test_an_import_accounts_for_every_row_and_again_changes_none(shell: Shell) -> None:
    first = shell("import", str(SAMPLE))
    again = shell("import", str(SAMPLE))

    told = "  row 239: repeats the key of row 238 with other content\n"
    assert first.output == f"300 rows: 298 created, 0 updated, 0 unchanged, 1 duplicate, 1 quarantined.\n{told}"
    assert again.output == f"300 rows: 0 created, 0 updated, 298 unchanged, 1 duplicate, 1 quarantined.\n{told}"
    assert (first.exit_code, again.exit_code) == (0, 0)


def test_the_whole_march_file_is_imported_once(shell: Shell, shared_data: Path) -> None:
    file = str(shared_data / "nyc-jobs-2019-03-19.csv")

    first, kept = shell("import", file), shell.rows()
    again = shell("import", file)

    assert shell.rows() == kept
    assert first.output.startswith("3,843 rows: 3,803 created, 0 updated, 0 unchanged, 39 duplicate, 1 quarantined.\n")
    assert again.output.startswith("3,843 rows: 0 created, 0 updated, 3,803 unchanged, 39 duplicate, 1 quarantined.\n")


def test_the_next_extract_updates_and_closes(shell: Shell, shared_data: Path) -> None:
    shell("import", str(shared_data / "nyc-jobs-2019-02.csv"))

    march = shell("import", str(shared_data / "nyc-jobs-2019-03-19.csv"))

    assert " 926 created, " in march.output  # 922 new ones, and 4 whose rows were damaged in February
    assert " 1,056 postings that the file no longer has were closed." in march.output


def test_what_is_closed_cannot_be_guessed_from_a_part(shell: Shell, tmp_path: Path) -> None:
    shell("import", str(SAMPLE))
    part = tmp_path / "part.csv"
    part.write_bytes(b"".join(SAMPLE.read_bytes().splitlines(keepends=True)[:2]))

    assert "were closed" not in shell("import", "--partial", str(part)).output
    assert "postings that the file no longer has were closed." in shell("import", str(part)).output


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"PNG\x00\xff", "is not an export of NYC Jobs: it has no column Job ID, Agency, Posting Type"),
        (SAMPLE.read_bytes().split(b"\n")[0], "has no listing that can be taken in"),
    ],
)
def test_a_file_of_another_kind_is_refused_in_one_sentence(
    shell: Shell, tmp_path: Path, content: bytes, told: str
) -> None:
    file = tmp_path / "file.csv"
    file.write_bytes(content)

    done = shell("import", str(file))

    assert done.exit_code == 2
    assert told in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_unknown_source_is_refused_with_those_that_are_known(shell: Shell) -> None:
    done = shell("import", "--source", "mars", str(SAMPLE))

    assert done.exit_code == 2
    assert done.stderr == "Error: 'mars' is not a known source; known are nyc, cds, cds-archive\n"


def test_a_database_without_tables_is_refused_with_what_to_do(tmp_path: Path) -> None:
    done = Shell(tmp_path / "empty.db")("import", str(SAMPLE))

    assert done.exit_code == 2
    assert "atomos migrate apply" in done.stderr
    assert "Traceback" not in done.output
