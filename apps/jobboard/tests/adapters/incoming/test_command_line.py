import json
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

    # 922 are new and 4 had damaged rows in February; of the 733, 104 differ in what both files tell, and others have
    # got a last day, of which the February file knows nothing
    told = "3,843 rows: 926 created, 733 updated, 2,144 unchanged, 39 duplicate, 1 quarantined."
    assert march.output.startswith(told)
    assert " 1,056 postings that the file no longer has were closed." in march.output
    assert " 4 rows need no longer wait in quarantine." in march.output


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
    known = "nyc, cds, cds-archive, companies, and any mapping file (.toml)"
    assert done.stderr == f"Error: 'mars' is not a known source; known are {known}\n"


def test_a_database_without_tables_is_refused_with_what_to_do(tmp_path: Path) -> None:
    done = Shell(tmp_path / "empty.db")("import", str(SAMPLE))

    assert done.exit_code == 2
    assert "atomos migrate apply" in done.stderr
    assert "Traceback" not in done.output


def test_documents_in_two_languages_become_one_opening_each(shell: Shell, shared_data: Path) -> None:
    file = str(shared_data / "cds-postings.jsonl")

    first, again = shell("import", "--source", "cds", file), shell("import", "--source", "cds", file)

    assert first.output.startswith(
        "193 rows: 97 created, 0 updated, 0 unchanged, 92 in a further language, 0 duplicate, 4 quarantined.\n"
    )
    assert again.output.startswith("193 rows: 0 created, 0 updated, 97 unchanged, 92 in a further language,")


def test_a_directory_becomes_organisations(shell: Shell, shared_data: Path) -> None:
    file = str(shared_data / "companies.jsonl")

    first, again = shell("import", "--source", "companies", file), shell("import", "--source", "companies", file)

    assert first.output.startswith("880 rows: 874 created, 0 updated, 0 unchanged, 0 duplicate, 6 quarantined.\n")
    assert again.output.startswith("880 rows: 0 created, 0 updated, 874 unchanged, 0 duplicate, 6 quarantined.\n")


def test_a_quarantined_row_is_found_mended_and_taken_in(shell: Shell, tmp_path: Path) -> None:
    lines = SAMPLE.read_bytes().splitlines(keepends=True)
    damaged = tmp_path / "damaged.csv"
    damaged.write_bytes(lines[0] + lines[1].replace(b"T00:00:00.000", b" soon") + lines[2])
    shell("import", str(damaged))

    listed = shell("quarantine", "list", "--source", "nyc").output
    row_id = listed.split()[0]
    assert " nyc row 2: '" in listed
    assert " soon' is not a date" in listed
    shown = shell("quarantine", "show", row_id)
    values = json.loads(shown.stdout)
    mended = tmp_path / "mended.json"
    mended.write_text(json.dumps({name: value.replace(" soon", "") for name, value in values.items()}))

    assert shell("quarantine", "retry").output.endswith("0 taken in, 1 still waiting\n")
    retried = shell("quarantine", "retry", row_id, "--mended", str(mended))

    assert retried.output == f"{row_id}  nyc row 2: mended\n1 taken in, 0 still waiting\n"
    assert shell("quarantine", "list").output == "0 rows\n"
    again = shell("import", str(damaged)).output
    assert again == "2 rows: 0 created, 0 updated, 2 unchanged, 0 duplicate, 0 quarantined.\n"


def test_a_mended_document_joins_its_opening_and_stays_with_it(shell: Shell, tmp_path: Path) -> None:
    sample = (PACKAGE / "data" / "cds-sample.jsonl").read_text(encoding="utf-8").splitlines()
    english, french = (line for line in sample if '"T:content-designers"' in line)
    file = tmp_path / "cds.jsonl"
    damaged = french.replace('"lang": "fr"', '"lang": "xx"')
    file.write_text(f"{english}\n{damaged}\n", encoding="utf-8")
    shell("import", "--source", "cds-archive", str(file))
    row_id = shell("quarantine", "list").output.split()[0]

    assert shell("quarantine", "retry", row_id, "--set", "lang=fr").output.endswith("1 taken in, 0 still waiting\n")
    kept = shell.rows()
    again = shell("import", "--source", "cds-archive", str(file))

    assert again.output.startswith(
        "2 rows: 0 created, 0 updated, 1 unchanged, 1 in a further language, 0 duplicate, 0 q"
    )
    assert "Service numérique canadien" in str(kept)
    assert shell.rows()[0] == kept[0]


def test_a_row_that_repeats_another_one_waits_until_it_is_changed(shell: Shell) -> None:
    shell("import", str(SAMPLE))
    row_id = shell("quarantine", "list").output.split()[0]

    assert shell("quarantine", "retry").output.endswith("0 taken in, 1 still waiting\n")
    mended = shell("quarantine", "retry", row_id, "--set", "Job ID=9999999")
    assert mended.output.endswith("1 taken in, 0 still waiting\n")
    refused = shell("quarantine", "retry", row_id)
    assert refused.exit_code == 2
    assert "the row is mended, and waits no longer" in refused.stderr


def test_a_feed_is_imported_as_its_mapping_file_tells(shell: Shell, tmp_path: Path) -> None:
    mapping, feed = tmp_path / "acme.toml", tmp_path / "acme.csv"
    mapping.write_text(MAPPING)
    feed.write_text("ref;job;from\n1;Cook;2019-03-01\n2;;2019-03-01\n")

    done = shell("import", "--source", str(mapping), str(feed))
    assert done.output == (
        "2 rows: 1 created, 0 updated, 0 unchanged, 0 duplicate, 1 quarantined.\n  row 3: title missing\n"
    )
    row_id = shell("quarantine", "list").output.split()[0]
    retried = shell("quarantine", "retry", row_id, "--set", "job=Baker", "--format", str(mapping))
    assert retried.output.endswith("1 taken in, 0 still waiting\n")


MAPPING = """
name = "acme"
credit = "Acme"
time_zone = "Europe/London"
format = "csv"
delimiter = ";"

[fields]
key = "ref"
title = "job"
posted_on = "from"
organisation = { value = "Acme" }
language = { value = "en-GB" }
"""
