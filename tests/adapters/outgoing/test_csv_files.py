"""What stands in the files, and what people may do with them."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from atomos.adapters.outgoing.csv import CsvStore
from atomos.core.domain.entity import EntityType
from atomos.core.domain.errors import Misconfigured, Unavailable
from atomos.core.ports.outgoing.store import Changes, Insert, Query, Update
from atomos.core.wiring.entity import read_entity

AT = datetime(2024, 2, 29, 12, 30, tzinfo=UTC)


class Stage(Enum):
    DRAFT = "draft"
    LIVE = "live"


@dataclass(frozen=True)
class Salary:
    minimum: Decimal
    currency: str = "EUR"


@dataclass
class Posting:
    id: int
    title: str
    note: str | None
    open: bool = True
    stage: Stage = Stage.DRAFT
    salary: Salary | None = None
    tags: list[str] = field(default_factory=list)
    lasts: timedelta | None = None


@dataclass
class Application:
    id: int
    posting_id: int


@dataclass
class Person:
    id: int


@dataclass
class Member(Person):
    email: str = ""


POSTING = read_entity(Posting, unique=["title"])
APPLICATION = read_entity(Application, references={"posting_id": Posting})
PERSON = read_entity(Person, variants=[Member])
TYPES = (POSTING, APPLICATION, PERSON)
FIELDS = "id, title, note, open, stage, salary, tags, lasts"
HEADER = f"{FIELDS.replace(' ', '')},_version,_created_at,_updated_at\n"
HIDDEN = "1,2024-02-29T12:30:00+00:00,2024-02-29T12:30:00+00:00\n"


async def opened(folder: Path, types: Iterable[EntityType] = TYPES) -> CsvStore:
    store = CsvStore(folder, types)
    await store.open()
    return store


async def postings(folder: Path) -> list[Posting]:
    store = await opened(folder)
    found = await store.find(POSTING, Query())
    await store.close()
    return [kept.entity for kept in found]


def inserting(entity_type: EntityType, *entities: Any) -> Changes:
    return Changes(AT, inserts=[Insert(entity_type, entity) for entity in entities])


def files(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.glob("*.csv")}


async def refusal(folder: Path) -> str:
    store = CsvStore(folder, TYPES)
    with pytest.raises(Misconfigured) as caught:
        await store.open()
    return str(caught.value).replace(f"{folder}/", "")


async def test_a_new_folder_has_a_file_with_a_header_for_each_collection(tmp_path: Path) -> None:
    store = await opened(tmp_path / "new" / "folder")
    await store.close()
    assert files(tmp_path / "new" / "folder") == {
        "postings.csv": HEADER,
        "applications.csv": "id,posting_id,_version,_created_at,_updated_at\n",
        "people.csv": "id,email,_version,_created_at,_updated_at,_type\n",
    }


async def test_a_file_is_readable_by_people(tmp_path: Path) -> None:
    store = await opened(tmp_path)
    full = Posting(2, 'The "best", =1+1', "two\nlines", False, Stage.LIVE, Salary(Decimal("9.50")), ["ü"], timedelta(1))
    await store.commit(inserting(POSTING, Posting(1, "Plain", None), full))
    await store.commit(inserting(PERSON, Person(1), Member(2, "ada@example.org")))
    await store.close()
    assert (tmp_path / "postings.csv").read_text() == (
        f"{HEADER}1,Plain,,true,draft,,[],,{HIDDEN}"
        '2,"The ""best"", =1+1","two\nlines",false,live,"{""minimum"":""9.50"",""currency"":""EUR""}",'
        f'"[""ü""]",P1D,{HIDDEN}'
    )
    assert (tmp_path / "people.csv").read_text().splitlines()[1:] == [
        f"1,,{HIDDEN.strip()},Person",
        f"2,ada@example.org,{HIDDEN.strip()},Member",
    ]


async def test_none_and_empty_text_are_told_apart(tmp_path: Path) -> None:
    notes = [None, "", '"', '""', '"""', "x"]
    store = await opened(tmp_path)
    await store.commit(inserting(POSTING, *(Posting(n, f"{n}", note) for n, note in enumerate(notes))))
    await store.close()
    lines = (tmp_path / "postings.csv").read_text().splitlines()[1:]
    assert [line.split(",")[2] for line in lines] == ["", '""""""', '""""""""', '""""""""""', '""""""""""""', "x"]
    assert [posting.note for posting in await postings(tmp_path)] == notes


async def test_an_update_keeps_the_place_and_the_time_of_creation(tmp_path: Path) -> None:
    store = await opened(tmp_path)
    await store.commit(inserting(POSTING, Posting(2, "Second", None), Posting(1, "First", None)))
    later = AT + timedelta(seconds=0.5)
    await store.commit(Changes(later, updates=[Update(POSTING, Posting(2, "Changed", None), ("title",), 1)]))
    await store.close()
    lines = (tmp_path / "postings.csv").read_text().splitlines()
    assert lines[1] == ("2,Changed,,true,draft,,[],,2,2024-02-29T12:30:00+00:00,2024-02-29T12:30:00.500000+00:00")


async def test_a_file_written_by_hand_is_read(tmp_path: Path) -> None:
    text = '\ufefftitle,note,id,open,stage\r\n"By hand","a, b", 7 ,TRUE,live\r\n\r\nNext,,8,false,draft\r\n,,,,\r\n'
    (tmp_path / "postings.csv").write_text(text, newline="")
    assert await postings(tmp_path) == [
        Posting(7, "By hand", "a, b", open=True, stage=Stage.LIVE),
        Posting(8, "Next", None, open=False),
    ]


async def test_a_line_added_by_hand_is_version_1(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("id,_version,_created_at,_updated_at,_type\n1,,,,\n2,5,,,Member\n")
    store = await opened(tmp_path)
    found = await store.find(PERSON, Query())
    await store.close()
    assert [(kept.entity, kept.version) for kept in found] == [(Person(1), 1), (Member(2), 5)]


async def test_what_a_variant_lacks_stays_empty(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("id,_type\n1,Person\n2,Member\n")
    store = await opened(tmp_path)
    await store.commit(inserting(PERSON, Person(3)))
    await store.close()
    lines = files(tmp_path)["people.csv"].splitlines()[1:]
    assert [line.split(",")[:3] for line in lines] == [["1", "", "1"], ["2", '""""""', "1"], ["3", "", "1"]]


async def test_an_entity_type_without_variants_is_read(tmp_path: Path) -> None:
    plain = EntityType(Person, "person", "people", PERSON.fields[:1])
    for expected in (0, 1):
        store = await opened(tmp_path, [plain])
        assert await store.count(plain, ()) == expected
        await store.commit(inserting(plain, Person(expected)))
        await store.close()


async def test_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    store = await opened(tmp_path)
    (tmp_path / "people.csv").chmod(0o600)
    await store.commit(inserting(PERSON, Person(1)))
    await store.close()
    assert (tmp_path / "people.csv").stat().st_mode & 0o777 == 0o600


async def test_a_cell_may_be_long(tmp_path: Path) -> None:
    store = await opened(tmp_path)
    await store.commit(inserting(POSTING, posting := Posting(1, "x" * 200_000, None)))
    await store.close()
    assert await postings(tmp_path) == [posting]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "line 1: the header is missing; write the names of the fields, or remove the file"),
        ("\n1,a\n", "line 1: the header is missing; write the names of the fields, or remove the file"),
        ("id;title;note\n", "line 1: the columns are not separated by commas; save the file as CSV with commas"),
        ("id,title,note,id\n", "line 1, column id: this column is there twice; remove one of them"),
        ("id,note\n", "line 1, column title: this column is missing; add it, with a value in each line"),
        (
            "id,titel,title,note\n",
            "line 1, column titel: Posting has no such field; remove the column, or call it one of " + FIELDS,
        ),
        (
            "id,title,note\n1,a,b\n2,c,d,e\n",
            "line 3: this line has 4 cells, the header has 3; put text that holds a comma in quotation marks",
        ),
        (
            'id,title,note\n1,a,b\n2,"c,d\n3,e,f\n',
            "line 3: the quotation marks do not match; close the quotation marks, and double those inside a cell",
        ),
        (
            'id,title,note\n1,"a\nb",\nx,c,\n',
            'line 4, column id: "x" does not fit; write a whole number like 42',
        ),
        ("id,title,note\n,a,b\n", "line 2, column id: the cell is empty; write a whole number like 42"),
        (
            f"id,title,note\n{2**63},a,b\n",
            f'line 2, column id: "{2**63}" is a number beyond 64 bits; write a whole number like 42',
        ),
        ("id,title,note,stage\n1,a,b,new\n", 'line 2, column stage: "new" does not fit; write one of draft, live'),
        ("id,title,note,open\n1,a,b,yes\n", 'line 2, column open: "yes" does not fit; write true or false'),
        (
            "id,title,note,lasts\n1,a,b,1 day\n",
            'line 2, column lasts: "1 day" does not fit; write a duration like PT90S',
        ),
        (
            "id,title,note,salary\n1,a,b,{}\n",
            'line 2, column salary: "{}" does not fit (Object missing required field `minimum`); write Salary as JSON',
        ),
        (
            "id,title,note\n1,a,\n2,b,\n1,c,\n",
            "line 4, column id: the id 1 stands in line 2 already; give each its own",
        ),
        (
            "id,title,note\n1,a,\n2,a,\n",
            "line 3, column title: a posting with this title exists already; change one of them",
        ),
    ],
)
async def test_a_flaw_is_told_with_its_place_and_a_hint(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "postings.csv").write_text(text)
    assert await refusal(tmp_path) == f"postings.csv, {told}"


async def test_text_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "postings.csv").write_bytes("id,title,note\n1,ok,\n2,grün,\n".encode("latin-1"))
    told = "postings.csv, line 3: the text is not UTF-8; save the file as CSV in UTF-8"
    assert await refusal(tmp_path) == told


async def test_an_unknown_type_is_refused(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("id,_type\n1,Robot\n")
    assert await refusal(tmp_path) == (
        'people.csv, line 2, column _type: "Robot" is no type of person; write one of Person, Member'
    )


async def test_an_empty_cell_that_this_type_must_fill_is_refused(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("id,email,_type\n1,,Person\n2,,Member\n")
    assert await refusal(tmp_path) == "people.csv, line 3, column email: a Member must have a value here"


async def test_a_broken_reference_is_refused(tmp_path: Path) -> None:
    (tmp_path / "applications.csv").write_text("id,posting_id\n1,9\n")
    assert await refusal(tmp_path) == (
        "applications.csv, line 2, column posting_id: no Posting has the id 9; add one, or mend the id"
    )


async def test_all_flaws_of_all_files_are_told_together_up_to_twenty(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("id,_type\nx,Person\n")
    (tmp_path / "postings.csv").write_text("id,title,note,open\n" + "x,a,,maybe\n" * 11)
    lines = (await refusal(tmp_path)).splitlines()
    assert lines[0].startswith("postings.csv, line 2, column id:")
    assert lines[1].startswith("postings.csv, line 2, column open:")
    assert lines[20:] == ["… and 3 more"]


async def test_a_refused_folder_stays_as_it_is_and_is_let_go(tmp_path: Path) -> None:
    (tmp_path / "postings.csv").write_text("id\n")
    await refusal(tmp_path)
    assert list(files(tmp_path)) == ["postings.csv"]
    (tmp_path / "postings.csv").unlink()
    assert await postings(tmp_path) == []


async def test_a_folder_in_use_is_unavailable(tmp_path: Path) -> None:
    first = await opened(tmp_path)
    with pytest.raises(Unavailable) as caught:
        await opened(tmp_path)
    assert str(caught.value) == (
        f"the folder {tmp_path} is in use by process {os.getpid()}; stop that one, or use another folder"
    )
    await first.commit(inserting(PERSON, Person(1)))
    await first.close()
    await (await opened(tmp_path)).close()


async def test_a_path_that_is_no_folder_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable) as caught:
        await opened(tmp_path / "file")
    assert str(caught.value) == f"the folder {tmp_path / 'file'} cannot be opened: File exists"


async def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    store = await opened(tmp_path)
    await store.commit(inserting(POSTING, Posting(1, "a", None)))
    (tmp_path / "people.csv").write_text("id,_type\n5,Person\n")
    for _ in range(2):
        with pytest.raises(Unavailable) as caught:
            await store.commit(inserting(PERSON, Person(1)))
        told = "was changed by somebody else; restart to read it again"
        assert str(caught.value) == f"{tmp_path / 'people.csv'} {told}"
    assert await store.count(PERSON, ()) == 0
    await store.commit(inserting(POSTING, Posting(2, "b", None)))
    await store.close()
    assert (tmp_path / "people.csv").read_text() == "id,_type\n5,Person\n"


async def test_a_closed_store_writes_nothing(tmp_path: Path) -> None:
    store = await opened(tmp_path)
    await store.close()
    with pytest.raises(Unavailable, match="is not open"):
        await store.commit(inserting(PERSON, Person(1)))
