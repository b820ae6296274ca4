"""The job postings of New York City, as its open data portal exports them (CSV, one row each).

Source: https://data.cityofnewyork.us/City-Government/NYC-Jobs/kpav-sd4t
"""

import csv
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

from jobboard.adapters.outgoing.listing_files.mending import mend, tidy_capitals
from jobboard.adapters.outgoing.listing_files.nyc_text import description, location
from jobboard.adapters.outgoing.listing_files.raw import require_text, spell_out
from jobboard.core.domain.content import Content
from jobboard.core.domain.employment import EmploymentType
from jobboard.core.domain.listing import Listing, Row, Source
from jobboard.core.domain.money import Money, Period, SalaryRange
from jobboard.core.domain.reference import ExternalRef

SOURCE = Source("nyc", "City of New York, NYC Open Data", "America/New_York")
REQUIRED = (
    "Job ID",
    "Agency",
    "Posting Type",
    "Business Title",
    "Job Category",
    "Full-Time/Part-Time indicator",
    "Salary Range From",
    "Salary Range To",
    "Salary Frequency",
    "Work Location",
    "Posting Date",
)
PERIODS = {"Annual": Period.YEAR, "Hourly": Period.HOUR, "Daily": Period.DAY}
EMPLOYMENT = {"F": (EmploymentType.FULL_TIME,), "P": (EmploymentType.PART_TIME,), "": ()}


def read(path: Path) -> Iterator[Row]:
    """Every row of the file; numbers are those of a spreadsheet, whose row 1 is the header.

    Raises: ValueError, if this is not such a file.
    """
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        lines = csv.reader(file)
        try:
            yield from _rows(lines, path)
        except csv.Error as error:
            raise ValueError(f"{path} is not CSV: {error} in line {lines.line_num}") from None


def _rows(lines: Iterator[list[str]], path: Path) -> Iterator[Row]:
    header = next(lines, [])
    if missing := [name for name in REQUIRED if name not in header]:
        raise ValueError(f"{path} is not an export of NYC Jobs: it has no column {', '.join(missing)}")
    for number, values in enumerate(lines, start=2):
        raw = dict(zip(header, values, strict=False))
        if len(values) == len(header):
            yield parse(number, raw)
        else:
            raw[""] = ",".join(values[len(header) :])
            yield Row(number, "", spell_out(raw), f"has {len(values)} values for {len(header)} columns")


def parse(number: int, raw: Mapping[str, str]) -> Row:
    """One row: a listing, or the reason why it is none."""
    key = ""
    row = {name: value.strip() for name, value in raw.items()}
    try:
        require_text(raw)
        key = _key(row)
        return Row(number, key, dict(raw), _listing(key, row))
    except ValueError as error:
        return Row(number, key, spell_out(raw), str(error))


def _key(row: Mapping[str, str]) -> str:
    job, kind = row["Job ID"], row["Posting Type"]
    if not re.fullmatch(r"[0-9]+", job):
        raise ValueError(f"the job id {job!r} is not a number")
    if kind not in ("Internal", "External"):
        raise ValueError(f"the posting type {kind!r} is neither Internal nor External")
    return f"{job}/{kind}"


def _listing(key: str, row: Mapping[str, str]) -> Listing:
    indicator = row["Full-Time/Part-Time indicator"]
    if indicator not in EMPLOYMENT:
        raise ValueError(f"the full-time/part-time indicator {indicator!r} is not known")
    agency = tidy_capitals(mend(row["Agency"]))
    if not agency:
        raise ValueError("no agency is named")
    posted_on = _day(row["Posting Date"])
    if posted_on is None:
        raise ValueError("the posting date is missing")
    content = Content(
        title=tidy_capitals(mend(row["Business Title"])),
        description=description(row),
        category=mend(row["Job Category"]),
        salary=_salary(row["Salary Range From"], row["Salary Range To"], row["Salary Frequency"]),
        location=location(mend(row["Work Location"])),
        employment_types=EMPLOYMENT[indicator],
        last_day=_day(row.get("Post Until", "")),
        time_zone=SOURCE.time_zone,
    )
    return Listing(ExternalRef(SOURCE.name, key), agency, posted_on, content)


def _salary(lower: str, upper: str, frequency: str) -> SalaryRange | None:
    """The range; a lower or upper end of 0 is the city's way of stating none."""
    if not (lower or upper):
        return None
    ends = [_amount(lower), _amount(upper)]
    if 0 in ends:
        return None
    if frequency not in PERIODS:
        raise ValueError(f"a salary of {lower} to {upper} has the frequency {frequency!r}, which is no known period")
    return SalaryRange(Money.of(ends[0], "USD"), Money.of(ends[1], "USD"), PERIODS[frequency])


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite():
        raise ValueError(f"the salary {text!r} is not a number")
    return amount


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        raise ValueError(f"{text!r} is not a date") from None
