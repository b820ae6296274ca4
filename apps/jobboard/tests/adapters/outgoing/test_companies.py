from pathlib import Path

import pytest

from jobboard.adapters.outgoing.listing_files import PublishedListingFiles, companies, json_lines
from jobboard.core.domain.listing import Employer
from jobboard.core.domain.organisation import Profile
from jobboard.core.domain.reference import ExternalRef
from jobboard.core.use_cases.sorting import sort_out

RECORD = {
    "slug": "acme",
    "title": "Acme ",
    "website": "https://acme.example",
    "careers_url": None,
    "region": "europe",
    "remote_policy": "remote-first",
    "company_size": "tiny",
    "technologies": ["go", "php"],
    "about": "## Company blurb\n\nWe make <b>things</b>.\n",
}


def test_a_record_becomes_an_employer() -> None:
    assert companies.parse(1, json_lines.record(RECORD)).outcome == Employer(
        ExternalRef("companies", "acme"),
        "acme",
        "Acme",
        "https://acme.example",
        Profile(
            about="## Company blurb\n\nWe make **things**.",
            size="tiny",
            region="europe",
            remote_policy="remote-first",
            technologies=("go", "php"),
        ),
    )


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"website": None}, "website missing"),
        ({"slug": "A b"}, "'A b' is not a slug"),
        ({"careers_url": "mailto:x"}, "'mailto:x' is not an address that begins with https:// or http://"),
        ({"technologies": "go"}, "the technologies 'go' are not a list"),
        ({"about": "\x00"}, "about is not text in UTF-8"),
    ],
)
def test_a_record_that_is_no_employer_says_why(changes: dict[str, object], reason: str) -> None:
    assert companies.parse(1, json_lines.record(RECORD | changes)).outcome == reason


def test_every_line_of_the_full_file_is_accounted_for(shared_data: Path) -> None:
    files = PublishedListingFiles()

    harvest = sort_out(files.source("companies"), files.rows("companies", shared_data / "companies.jsonl"))

    assert (harvest.rows, len(harvest.employers), harvest.duplicates) == (880, 874, 0)
    assert all(r"is not JSON: Invalid \escape" in each.reason for each in harvest.refusals)
