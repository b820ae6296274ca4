"""Held to what Google requires and recommends of a `JobPosting`.

Source: https://developers.google.com/search/docs/appearance/structured-data/job-posting
"""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import jsonschema_rs
import pytest

from atomos import Application
from jobboard.adapters.incoming.command_line.importing import import_file
from jobboard.adapters.incoming.pages.markdown import markdown
from jobboard.adapters.incoming.pages.structured_data import structured_data
from jobboard.core.domain.content import Content, LocalizedText
from jobboard.core.domain.employment import EmploymentType, OccupationCode, OccupationScheme
from jobboard.core.domain.money import Money, Period, SalaryRange
from jobboard.core.domain.place import Location, WorkArrangement, Workplace
from jobboard.core.domain.publication import ListDetails
from jobboard.core.domain.query import PostingDetail, ReadListings
from jobboard.core.domain.reference import ExternalRef

NOW = datetime(2019, 3, 19, 12, tzinfo=UTC)
SCHEMA = json.loads((Path(__file__).parent / "schemas" / "job-posting.json").read_text())
DATA = Path(__file__).parents[3] / "src" / "jobboard" / "data"
ADDRESS = "https://jobs.example/postings/nurse-000000000007"
BROOKLYN = Location("US", "US-NY", "Brooklyn", "16 Court St", 40.7, -73.9)
REMOTE = WorkArrangement(Workplace.REMOTE, ("CA", "US"))


def posting(**content: Any) -> PostingDetail:
    wanted = {"title": "Nurse", "description": "Care.", "location": BROOKLYN, **content}
    return PostingDetail(
        id=UUID(int=7),
        slug="nurse-000000000007",
        organisation_name="NYC Health",
        organisation_slug="nyc-health",
        organisation_website="https://health.example",
        content=Content(**wanted),
        published_at=NOW,
        updated_at=NOW,
        open=True,
        closed_at=None,
        close_reason=None,
        reference=ExternalRef("nyc", "123/External"),
    )


def stated(**content: Any) -> dict[str, Any]:
    data = structured_data(posting(**content), ADDRESS, "<p>Care.</p>")
    assert data is not None
    jsonschema_rs.validate(SCHEMA, json.loads(json.dumps(data)))
    return data


def test_all_that_is_required_is_there() -> None:
    assert stated() == {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "url": ADDRESS,
        "title": "Nurse",
        "description": "<p>Care.</p>",
        "inLanguage": "en",
        "datePosted": "2019-03-19T12:00:00+00:00",
        "hiringOrganization": {"@type": "Organization", "name": "NYC Health", "sameAs": "https://health.example"},
        "identifier": {"@type": "PropertyValue", "name": "NYC Health", "value": "123/External"},
        "jobLocation": {
            "@type": "Place",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": "16 Court St",
                "addressLocality": "Brooklyn",
                "addressRegion": "NY",
                "addressCountry": "US",
            },
            "geo": {"@type": "GeoCoordinates", "latitude": 40.7, "longitude": -73.9},
        },
    }


def test_it_is_valid_to_the_end_of_the_last_day_where_the_employer_is() -> None:
    data = stated(last_day=date(2019, 3, 29), time_zone="America/New_York")

    assert data["validThrough"] == "2019-03-30T04:00:00+00:00"


@pytest.mark.parametrize("each", EmploymentType)
def test_contracts_have_the_names_that_google_lists(each: EmploymentType) -> None:
    known = {"FULL_TIME", "PART_TIME", "CONTRACTOR", "TEMPORARY", "INTERN", "VOLUNTEER", "PER_DIEM", "OTHER"}

    assert set(stated(employment_types=(each,))["employmentType"]) <= known


def test_a_range_of_pay_has_two_ends_and_its_period() -> None:
    pay = SalaryRange(Money(1550, "USD"), Money(2000, "USD"), Period.HOUR)

    assert stated(salary=pay)["baseSalary"] == {
        "@type": "MonetaryAmount",
        "currency": "USD",
        "value": {"@type": "QuantitativeValue", "unitText": "HOUR", "minValue": 15.5, "maxValue": 20},
    }


def test_a_single_figure_of_pay_is_one_value() -> None:
    pay = SalaryRange(Money(50000, "JPY"), Money(50000, "JPY"), Period.MONTH)

    assert stated(salary=pay)["baseSalary"]["value"] == {
        "@type": "QuantitativeValue",
        "unitText": "MONTH",
        "value": 50000,
    }


def test_fully_remote_work_names_the_countries_of_applicants() -> None:
    data = stated(arrangement=REMOTE, location=None)

    assert data["jobLocationType"] == "TELECOMMUTE"
    assert [each["name"] for each in data["applicantLocationRequirements"]] == ["CA", "US"]
    assert "jobLocation" not in data


@pytest.mark.parametrize("arrangement", [WorkArrangement(Workplace.HYBRID), WorkArrangement(Workplace.ONSITE)])
def test_work_that_is_not_fully_remote_is_never_called_so(arrangement: WorkArrangement) -> None:
    assert "jobLocationType" not in stated(arrangement=arrangement)


def test_remote_from_anywhere_has_no_markup_of_its_own() -> None:
    anywhere = WorkArrangement(Workplace.REMOTE, worldwide=True)

    assert structured_data(posting(arrangement=anywhere, location=None), ADDRESS, "<p>Care.</p>") is None
    assert "jobLocationType" not in stated(arrangement=anywhere)


def test_a_page_in_another_language_has_its_words() -> None:
    french = LocalizedText(language="fr-CA", title="Infirmière", organisation_name="Santé NYC")
    data = structured_data(posting(translations=(french,)), ADDRESS, "<p>Soins.</p>", text=french)

    assert data is not None
    assert (data["title"], data["inLanguage"]) == ("Infirmière", "fr-CA")
    assert data["hiringOrganization"]["name"] == "Santé NYC"


def test_occupations_of_onet_are_named() -> None:
    codes = (OccupationCode(OccupationScheme.ONET_SOC, "29-1141.00"), OccupationCode(OccupationScheme.ISCO_08, "2221"))

    assert stated(occupations=codes)["occupationalCategory"] == ["29-1141.00"]


@pytest.mark.parametrize("content", [{"description": ""}, {"location": None}, {"description": "nurse"}])
def test_an_incomplete_listing_has_none(content: dict[str, Any]) -> None:
    assert structured_data(posting(**content), ADDRESS, "") is None


async def test_real_listings_have_it_exactly_if_they_say_enough(board: Application) -> None:
    for source, name in (("nyc", "nyc-sample.csv"), ("cds-archive", "cds-sample.jsonl")):
        await import_file(board, ReadListings(str(DATA / name), source))
    found: list[PostingDetail] = []
    after: str | None = ""
    while after is not None:
        listed = await board.execute(ListDetails(limit=100, after=after or None))
        found, after = [*found, *listed.postings], listed.next

    carried = [(each, structured_data(each, ADDRESS, str(markdown(each.content.description)))) for each in found]

    complete = {each.id for each in found if each.content.location and each.content.description}
    assert {each.id for each, data in carried if data} == complete != set()
    for _, data in carried:
        if data:
            jsonschema_rs.validate(SCHEMA, json.loads(json.dumps(data)))


def test_a_posting_that_is_over_has_none() -> None:
    assert structured_data(replace(posting(), open=False), ADDRESS, "<p>Care.</p>") is None


def test_it_is_json() -> None:
    assert json.loads(json.dumps(stated()))["@type"] == "JobPosting"
