import re
from pathlib import Path

import pytest

from atomos.core.domain.errors import Misconfigured
from atomos.migrations.history import load_history


@pytest.fixture
def versions(folder: Path) -> Path:
    path = folder / "versions"
    path.mkdir(parents=True)
    return path


def write(versions: Path, name: str, follows: str | None, revision: str | None = None) -> None:
    source = f"revision = {revision or name!r}\ndown_revision = {follows!r}\n\ndef upgrade():\n    pass\n"
    (versions / f"{name}.py").write_text(source)


def refusal(folder: Path) -> str:
    with pytest.raises(Misconfigured) as refused:
        load_history(folder)
    return str(refused.value)


def test_migrations_come_in_the_order_in_which_they_follow(folder: Path, versions: Path) -> None:
    write(versions, "0001_b", None)
    write(versions, "0003_a", "0002_c")
    write(versions, "0002_c", "0001_b")

    assert load_history(folder).names == ("0001_b", "0002_c", "0003_a")


def test_a_service_without_a_folder_has_no_migrations(folder: Path) -> None:
    assert load_history(folder).names == ()
    assert load_history(folder).head is None


def test_two_migrations_that_follow_the_same_one_are_refused(folder: Path, versions: Path) -> None:
    write(versions, "0001_a", None)
    write(versions, "0002_b", "0001_a")
    write(versions, "0002_c", "0001_a")

    told = refusal(folder)

    assert re.search("0002_[bc] and 0002_[bc] both follow 0001_a; write down_revision = ", told)


def test_two_first_migrations_are_refused(folder: Path, versions: Path) -> None:
    write(versions, "0001_a", None)
    write(versions, "0001_b", None)

    assert re.search("0001_[ab] and 0001_[ab] both come first", refusal(folder))


def test_two_files_of_one_name_are_refused(folder: Path, versions: Path) -> None:
    write(versions, "0001_a", None)
    write(versions, "0001_copy", None, revision="0001_a")

    assert refusal(folder) == (
        f"the migrations in {versions} are no line: two files say revision = '0001_a'; "
        "give the later one its own name and let it follow the other"
    )


def test_a_missing_file_in_between_is_named(folder: Path, versions: Path) -> None:
    write(versions, "0001_a", None)
    write(versions, "0003_c", "0002_b")

    assert refusal(folder) == (
        f"the migrations in {versions} are no line: 0003_c follows 0002_b, which is not there; "
        "bring that file back or correct down_revision"
    )


def test_a_file_that_cannot_be_read_is_refused(folder: Path, versions: Path) -> None:
    (versions / "0001_a.py").write_text("revision = ")

    assert refusal(folder).startswith(f"the migrations in {versions} cannot be read: invalid syntax (0001_a.py")


def test_a_migration_is_found_by_its_number(folder: Path, versions: Path) -> None:
    write(versions, "0001_a", None)
    write(versions, "0002_b", "0001_a")

    assert load_history(folder).find("0002") == "0002_b"
    with pytest.raises(Misconfigured, match=r"00 names 2 migrations in .*; there are: 0001_a, 0002_b"):
        load_history(folder).find("00")


def test_a_name_keeps_whole_words_within_what_the_database_holds(folder: Path) -> None:
    name = load_history(folder).next_name("Add größe, a-very-long and thorough explanation")

    assert name == "0001_add_größe_a_very_long"
    assert len(f"{name}_thorough") > 32
