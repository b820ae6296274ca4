from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobboard.adapters.outgoing.listing_files import PublishedListingFiles, nyc
from jobboard.core.domain.employment import EmploymentType
from jobboard.core.domain.listing import Listing
from jobboard.core.domain.money import Money, Period, SalaryRange
from jobboard.core.domain.place import Location
from jobboard.core.domain.reference import ExternalRef
from jobboard.core.use_cases.sorting import sort_out

ROW = {
    "Job ID": "87990",
    "Agency": "DEPARTMENT OF BUSINESS SERV.",
    "Posting Type": "Internal",
    "Business Title": "Account Manager",
    "Job Category": "Legal Affairs",
    "Full-Time/Part-Time indicator": "F",
    "Salary Range From": "42405",
    "Salary Range To": "65485",
    "Salary Frequency": "Annual",
    "Work Location": "110 William St. N Y",
    "Posting Date": "2019-03-01T00:00:00.000",
    "Post Until": "2019-03-29T00:00:00.000",
}


def listing(**changes: str) -> Listing:
    outcome = nyc.parse(2, ROW | changes).outcome
    assert isinstance(outcome, Listing)
    return outcome


def test_a_row_becomes_a_listing() -> None:
    found = listing()

    assert found.reference == ExternalRef("nyc", "87990/Internal")
    assert found.organisation == "Department of Business Serv."
    assert found.posted_on == date(2019, 3, 1)
    assert found.content.last_day == date(2019, 3, 29)
    assert found.content.salary == SalaryRange(Money(4240500, "USD"), Money(6548500, "USD"), Period.YEAR)
    assert found.content.location == Location("US", "US-NY", "New York", "110 William St. N Y")
    assert found.content.employment_types == (EmploymentType.FULL_TIME,)
    assert found.content.description == ""


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"Job ID": ""}, "the job id '' is not a number"),
        ({"Posting Type": "Secret"}, "the posting type 'Secret' is neither Internal nor External"),
        ({"Agency": " "}, "no agency is named"),
        ({"Business Title": ""}, "a posting has a title"),
        ({"Full-Time/Part-Time indicator": "X"}, "the full-time/part-time indicator 'X' is not known"),
        ({"Salary Range From": "ten"}, "the salary 'ten' is not a number"),
        (
            {"Salary Frequency": ""},
            "a salary of 42405 to 65485 has the frequency '', which is no known period",
        ),
        ({"Salary Range From": "sNaN"}, "the salary 'sNaN' is not a number"),
        ({"Salary Range To": "1e30"}, "1E+30 is not an amount of money"),
        ({"Post Until": "9999-12-31"}, "9999-12-31 is not a day of our time"),
        ({"Posting Date": "0001-01-01"}, "0001-01-01 is not a day of our time"),
        ({"Salary Range To": "1"}, "a salary range begins with its lower end"),
        ({"Posting Date": ""}, "the posting date is missing"),
        ({"Posting Date": "soon"}, "'soon' is not a date"),
        ({"Post Until": "2019-02-01T00:00:00.000"}, "the last day of a posting may not lie before its first"),
        ({"Agency": "a\udce2"}, "Agency is not text in UTF-8"),
        ({"Work Location": "\x00"}, "Work Location is not text in UTF-8"),
    ],
)
def test_a_row_that_cannot_be_read_says_why(changes: dict[str, str], reason: str) -> None:
    assert nyc.parse(2, ROW | changes).outcome == reason


@pytest.mark.parametrize("changes", [{"Salary Range From": "0"}, {"Salary Range From": "", "Salary Range To": ""}])
def test_a_salary_of_nothing_is_none_stated(changes: dict[str, str]) -> None:
    assert listing(**changes).content.salary is None


@pytest.mark.parametrize(
    ("address", "locality"),
    [
        ("1201 Metropolitan Ave, Bklyn", "Brooklyn"),
        ("22 Reade St, Ny", "New York"),
        ("30-30 Thomson Ave L I City Qns", "Queens"),
        ("1 Murray Hulbert Ave, Staten I", "Staten Island"),
        ("10 Walker Rd, Valhalla NY10595", "Valhalla"),
        ("150-14 Jamaica Ave", ""),
        ("100 Gold Street", ""),
    ],
)
def test_a_locality_is_read_only_where_the_address_names_it(address: str, locality: str) -> None:
    location = listing(**{"Work Location": address}).content.location

    assert location == Location("US", "US-NY", locality, address)


def test_sections_become_markdown_that_says_what_the_text_said() -> None:
    found = listing(
        **{
            "Job Description": "Do *this*.    1. One thing.  2. <b>Another</b>.",
            "Preferred Skills": "â€¢\tExcellent.  â€¢\tKind.",
            "To Apply": "- online",
        }
    )

    assert found.content.description == (
        "Do \\*this\\*.\n\n1. One thing.\n\n2. \\<b\\>Another\\</b\\>.\n\n"
        "## Preferred skills\n\n- Excellent.\n\n- Kind.\n\n## How to apply\n\n\\- online"
    )


@given(st.fixed_dictionaries({name: st.text() for name in ROW}))
def test_every_row_is_a_listing_or_a_reason(row: dict[str, str]) -> None:
    outcome = nyc.parse(2, row).outcome

    assert isinstance(outcome, Listing) or outcome


@given(st.sampled_from(sorted(ROW)), st.text())
def test_one_wrong_value_is_a_listing_or_a_reason(name: str, value: str) -> None:
    outcome = nyc.parse(2, ROW | {name: value}).outcome

    assert isinstance(outcome, Listing) or outcome


def write(path: Path, text: bytes) -> Path:
    path.write_bytes(text)
    return path


def test_rows_of_the_wrong_width_and_wrong_bytes_are_refused_one_by_one(tmp_path: Path) -> None:
    header, values = ",".join(ROW), ",".join(ROW.values())
    lines = [header, values, values + ",more", "1,2", values.replace("Account", "Acc\xe9nt"), values]
    file = write(tmp_path / "jobs.csv", "\n".join(lines).encode("latin-1"))

    outcomes = [row.outcome for row in nyc.read(file)]

    assert isinstance(outcomes[0], Listing)
    assert outcomes[1] == "has 13 values for 12 columns"
    assert outcomes[2] == "has 2 values for 12 columns"
    assert outcomes[3] == "Business Title is not text in UTF-8"
    assert isinstance(outcomes[4], Listing)


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\x00\x01\xff"])
def test_another_file_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(ValueError, match="is not an export of NYC Jobs: it has no column Job ID, Agency"):
        list(nyc.read(write(tmp_path / "other.csv", content)))


def test_a_quote_that_never_ends_is_told_with_its_line(tmp_path: Path) -> None:
    text = ",".join(ROW) + '\n"' + "x" * 200_000
    with pytest.raises(ValueError, match=r"is not CSV: field larger than field limit \(131072\) in line 2"):
        list(nyc.read(write(tmp_path / "broken.csv", text.encode())))


def test_every_row_of_the_march_file_is_accounted_for(shared_data: Path) -> None:
    files = PublishedListingFiles()

    harvest = sort_out(files.source("nyc"), files.rows("nyc", shared_data / "nyc-jobs-2019-03-19.csv"))

    assert (len(harvest.listings), harvest.duplicates, len(harvest.refusals)) == (3803, 39, 1)
    assert harvest.refusals[0].reason == "repeats the key of row 3163 with other content"
    assert sum(each.content.salary is None for each in harvest.listings) == 29
    assert not any("â€" in repr(each.content) or "Â" in repr(each.content) for each in harvest.listings)


def test_the_damaged_rows_of_the_february_file_are_refused(shared_data: Path) -> None:
    files = PublishedListingFiles()

    harvest = sort_out(files.source("nyc"), files.rows("nyc", shared_data / "nyc-jobs-2019-02.csv"))

    assert harvest.rows == 3977
    reasons = Counter(each.reason.split()[-1] for each in harvest.refusals)
    assert reasons == {"missing": 1, "date": 3}


def test_what_changed_from_february_to_march(shared_data: Path) -> None:
    february, march = (
        {row.key: row for row in reversed(list(nyc.read(shared_data / name)))}
        for name in ("nyc-jobs-2019-02.csv", "nyc-jobs-2019-03-19.csv")
    )
    in_both = february.keys() & march.keys()
    columns = february["87990/Internal"].raw.keys() & march["87990/Internal"].raw.keys()
    differing = [key for key in in_both if any(february[key].raw[c] != march[key].raw[c] for c in columns)]

    assert (len(february), len(march), len(in_both)) == (3937, 3803, 2881)
    assert (len(march.keys() - in_both), len(february.keys() - in_both)) == (922, 1056)
    assert len(differing) == 104
    damaged = {key for key in in_both if isinstance(february[key].outcome, str)}
    assert (len(damaged), damaged <= set(differing)) == (4, True)
