import json
from datetime import date
from pathlib import Path

import pytest

from jobboard.adapters.outgoing.listing_files import PublishedListingFiles
from jobboard.core.domain.content import Content
from jobboard.core.domain.employment import Benefit, EmploymentType
from jobboard.core.domain.listing import Listing, Row
from jobboard.core.domain.money import Money, Period, SalaryRange
from jobboard.core.domain.place import Location, WorkArrangement, Workplace
from jobboard.core.domain.reference import ExternalRef

MAPPING = """
name = "acme"
credit = "Acme"
time_zone = "Europe/London"
format = "json"
records = "data.jobs"

[fields]
key = "id"
organisation = "company.name"
title = "title"
language = { value = "en-GB" }
posted_on = { from = "published", as = "%d/%m/%Y" }
last_day = "until"
description = { from = "body", as = "html" }
category = "department"
apply_url = "link"
salary_minimum = "pay.from"
salary_maximum = "pay.to"
currency = "pay.currency"
period = { from = "pay.per", map = { annual = "year", hourly = "hour" } }
country = { value = "GB" }
locality = "town"
workplace = "mode"
applicant_countries = "from"
employment_types = { from = "contract", map = { FT = "full_time", PT = "part_time" } }
benefits = { from = "perks", split = ";" }
"""
JOB = {
    "id": 7,
    "company": {"name": "Acme Ltd"},
    "title": " Cook ",
    "published": "19/03/2019",
    "until": "2019-04-01",
    "body": "<p>Lunch &amp; <b>dinner</b>.</p>",
    "department": "Kitchen",
    "link": "https://acme.example/7",
    "pay": {"from": 20000, "to": 25000.5, "currency": "gbp", "per": "annual"},
    "town": "Leeds",
    "mode": "remote",
    "from": ["GB", "IE"],
    "contract": "FT, PT",
    "perks": "pension;training",
}


def read(folder: Path, *jobs: object, mapping: str = MAPPING) -> list[Row]:
    (folder / "acme.toml").write_text(mapping)
    (folder / "jobs.json").write_text(json.dumps({"data": {"jobs": jobs}}))
    return list(PublishedListingFiles().rows(str(folder / "acme.toml"), folder / "jobs.json"))


def test_every_value_is_taken_from_where_the_mapping_says(tmp_path: Path) -> None:
    (row,) = read(tmp_path, JOB)

    assert row.outcome == Listing(
        ExternalRef("acme", "7"),
        "Acme Ltd",
        date(2019, 3, 19),
        Content(
            title="Cook",
            description="Lunch &amp; **dinner**.",
            language="en-GB",
            category="Kitchen",
            salary=SalaryRange(Money(20_000_00, "GBP"), Money(25_000_50, "GBP"), Period.YEAR),
            location=Location("GB", locality="Leeds"),
            arrangement=WorkArrangement(Workplace.REMOTE, ("GB", "IE")),
            employment_types=(EmploymentType.FULL_TIME, EmploymentType.PART_TIME),
            benefits=(Benefit.PENSION, Benefit.TRAINING),
            apply_url="https://acme.example/7",
            last_day=date(2019, 4, 1),
            time_zone="Europe/London",
        ),
    )


def test_what_a_record_lacks_is_left_out(tmp_path: Path) -> None:
    (row,) = read(tmp_path, {name: JOB[name] for name in ("id", "company", "title", "published")})

    assert isinstance(row.outcome, Listing)
    assert (row.outcome.content.salary, row.outcome.content.last_day) == (None, None)
    assert row.outcome.content.location == Location("GB")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"title": None}, "title missing"),
        ({"published": "2019-03-19"}, "posted_on: '2019-03-19' is not a date"),
        ({"pay": {"from": "much"}}, "salary_minimum: 'much' is not a number"),
        ({"pay": {"from": 9, "currency": "GBP"}}, "a salary of 9 has no period"),
        ({"pay": {"from": 9, "per": "annual"}}, "a salary of 9 has no currency"),
        ({"pay": {"from": 9, "per": "weekly", "currency": "GBP"}}, "period: 'weekly' is none of annual, hourly"),
        ({"contract": "FT,XX"}, "employment_types: 'XX' is none of FT, PT"),
        ({"from": None}, "remote work names either the countries of applicants or the whole world"),
        ({"mode": "orbit"}, "'orbit' is not a valid Workplace"),
        ({"link": "acme"}, "'acme' is not an address that begins with https:// or http://"),
    ],
)
def test_nothing_is_guessed(tmp_path: Path, changes: dict[str, object], reason: str) -> None:
    assert [row.outcome for row in read(tmp_path, JOB | changes)] == [reason]


def test_a_place_without_a_country_is_refused(tmp_path: Path) -> None:
    (row,) = read(tmp_path, JOB, mapping=MAPPING.replace('country = { value = "GB" }', ""))

    assert row.outcome == "the place Leeds has no country"


def test_work_from_anywhere_is_called_worldwide(tmp_path: Path) -> None:
    (row,) = read(tmp_path, JOB | {"from": "worldwide"})

    assert isinstance(row.outcome, Listing)
    assert row.outcome.content.arrangement == WorkArrangement(Workplace.REMOTE, worldwide=True)


def test_a_record_that_is_no_object_is_refused_alone(tmp_path: Path) -> None:
    assert [isinstance(row.outcome, str) for row in read(tmp_path, JOB, [1])] == [False, True]


def test_a_mapping_file_is_told_all_that_is_wrong_with_it(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text('name = "a"\ncolour = 1\nformat = "xml"\n[fields]\ntitel = "x"\n')

    with pytest.raises(ValueError, match="is no mapping file") as error:
        PublishedListingFiles().source(str(tmp_path / "bad.toml"))

    for told in (
        "credit is missing",
        "time_zone is missing",
        "colour is not a setting",
        "the format 'xml' is none of csv, json, json-lines",
        "no field is mapped to key, language, organisation, posted_on, title",
        "a posting has no titel",
    ):
        assert told in str(error.value)


def test_a_feed_may_not_take_the_name_of_a_known_source(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="takes the name nyc, which is that of a known source"):
        read(tmp_path, JOB, mapping=MAPPING.replace('name = "acme"', 'name = "nyc"'))


def test_a_column_that_is_not_there_is_told_once(tmp_path: Path) -> None:
    fields = (
        '[fields]\nkey = "id"\ntitle = "job"\norganisation = "who"\nlanguage = { value = "en" }\nposted_on = "on"\n'
    )
    head = 'name = "acme"\ncredit = "Acme"\ntime_zone = "UTC"\nformat = "csv"\n'
    (tmp_path / "acme.toml").write_text(head + fields)
    (tmp_path / "jobs.csv").write_text("id,title,who,in,on\n1,Cook,Acme,en,2019-03-01\n")

    with pytest.raises(ValueError, match="has no column job, which the mapping file names"):
        list(PublishedListingFiles().rows(str(tmp_path / "acme.toml"), tmp_path / "jobs.csv"))


@pytest.mark.parametrize("spec", ['{ value = "a", from = "b" }', '{ form = "b" }', "7"])
def test_a_field_says_where_it_comes_from(tmp_path: Path, spec: str) -> None:
    with pytest.raises(ValueError, match="title is mapped by either from or value"):
        read(tmp_path, JOB, mapping=MAPPING.replace('title = "title"', f"title = {spec}"))


@pytest.mark.parametrize("content", ["{", "{}", '{"data": {"jobs": 3}}'])
def test_a_feed_of_another_shape_is_refused_in_one_sentence(tmp_path: Path, content: str) -> None:
    (tmp_path / "acme.toml").write_text(MAPPING)
    (tmp_path / "jobs.json").write_text(content)

    with pytest.raises(ValueError, match="is not JSON with a list of postings"):
        list(PublishedListingFiles().rows(str(tmp_path / "acme.toml"), tmp_path / "jobs.json"))
