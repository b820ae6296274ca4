import json
from datetime import date
from pathlib import Path

import pytest

from jobboard.adapters.outgoing.listing_files import PublishedListingFiles, cds
from jobboard.adapters.outgoing.listing_files.html_to_markdown import without_tags
from jobboard.core.domain.listing import Listing
from jobboard.core.domain.reference import ExternalRef
from jobboard.core.use_cases.sorting import sort_out

RECORD = {
    "opening": "T:notify-developer",
    "lang": "fr",
    "title": "Développeur&nbsp;&#8211; Notify ",
    "first_seen": "2021-08-12T23:49:03-04:00",
    "last_changed": "2022-10-20T18:05:43-04:00",
    "archived": "true",
    "leverId": None,
    "markdown": "---\ntitle: x\narchived: true\n---\n## Ce que vous ferez\n\n* Du code.\n",
}


def listing(*, archived_open: bool = False, **changes: object) -> Listing:
    outcome = cds.parse(1, json.dumps(RECORD | changes), archived_open=archived_open).outcome
    assert isinstance(outcome, Listing)
    return outcome


def test_a_line_becomes_a_listing_in_its_language() -> None:
    found = listing()

    assert found.content.title == "Développeur – Notify"
    assert found.content.language == "fr-CA"
    assert found.organisation == "Service numérique canadien"
    assert found.reference == ExternalRef("cds", "notify-developer/fr")
    assert found.posted_on == date(2021, 8, 12)
    assert found.content.description == "## Ce que vous ferez\n\n* Du code."
    assert found.content.salary is None


def test_an_archived_posting_ended_when_it_was_last_changed() -> None:
    assert listing().content.last_day == date(2022, 10, 20)
    assert listing(archived="false").content.last_day is None
    assert listing(archived_open=True).content.last_day is None


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "is not JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        ("[]", "is not a JSON object"),
        ("{}", "opening, title, lang, markdown, first_seen, last_changed missing"),
        (json.dumps(RECORD | {"lang": "de"}), "the language 'de' is neither en nor fr"),
        (json.dumps(RECORD | {"first_seen": "then"}), "'then' is not a date"),
        (
            json.dumps(RECORD | {"title": "FR Test Job Post"}),
            "'FR Test Job Post' is a test of the site, not a posting",
        ),
        (json.dumps(RECORD | {"title": "\x00"}), "title is not text in UTF-8"),
        (json.dumps(RECORD | {"title": "\ud800"}), "title is not text in UTF-8"),
    ],
)
def test_a_line_that_is_no_posting_says_why(line: str, reason: str) -> None:
    assert cds.parse(1, line).outcome == reason


@pytest.mark.parametrize(
    ("mixed", "markdown"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<ul><li>One</li><li>Two</li></ul>", "- One\n- Two"),
        ('<h2 id="x">Title</h2> text', "## Title\n\n text"),
        ('See <a href="https://a.example/?b=1&c=2">this</a>.', "See [this](https://a.example/?b=1&c=2)."),
        ("<strong>Now</strong>", "**Now**"),
        ("a < b & c &nbsp;d", "a < b & c &nbsp;d"),
        (
            "<mailto:jobs@a.example> or <https://a.example/>",
            "<mailto:jobs@a.example> or <https://a.example/>",
        ),
        ("[x](https://a.example/?a=1&sa=D)", "[x](https://a.example/?a=1&sa=D)"),
    ],
)
def test_html_between_markdown_becomes_markdown(mixed: str, markdown: str) -> None:
    assert without_tags(mixed) == markdown


def test_every_line_of_the_full_file_is_accounted_for(shared_data: Path) -> None:
    files = PublishedListingFiles()

    harvest = sort_out(files.source("cds"), files.rows("cds", shared_data / "cds-postings.jsonl"))

    assert (harvest.rows, len(harvest.listings), harvest.duplicates) == (193, 189, 0)
    assert all("is a test of the site" in each.reason for each in harvest.refusals)
