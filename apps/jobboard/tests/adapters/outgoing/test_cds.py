import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from jobboard.adapters.outgoing.listing_files import PublishedListingFiles, cds, json_lines
from jobboard.adapters.outgoing.listing_files.html_to_markdown import without_tags
from jobboard.core.domain.listing import Listing
from jobboard.core.domain.reference import ExternalRef
from jobboard.core.use_cases.sorting import sort_out

RECORD: dict[str, object] = {
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
    outcome = cds.parse(1, json_lines.record(RECORD | changes), archived_open=archived_open).outcome
    assert isinstance(outcome, Listing)
    return outcome


def test_a_line_becomes_a_listing_in_its_language() -> None:
    found = listing()

    assert found.content.title == "Développeur – Notify"
    assert found.content.language == "fr-CA"
    assert (found.organisation, found.called) == ("Canadian Digital Service", "Service numérique canadien")
    assert found.reference == ExternalRef("cds", "notify-developer")
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
        ("{}", "title, lang, markdown, first_seen, last_changed missing"),
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
    assert json_lines.parse_line(1, line, cds.parse).outcome == reason


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


def test_an_opening_is_known_by_what_both_languages_share() -> None:
    assert listing(opening=None, translationKey="notify", leverId="4711").reference.key == "notify"
    assert listing(opening=None, leverId="4711").reference.key == "4711"
    assert "which opening it is" in str(cds.parse(1, json_lines.record(RECORD | {"opening": ""})).outcome)


def test_two_languages_are_one_opening() -> None:
    english = {"lang": "en", "title": "Developer", "first_seen": "2021-08-20T00:00:00-04:00"}
    rows = [cds.parse(number, json_lines.record(each)) for number, each in enumerate([RECORD | english, RECORD], 1)]

    harvest = sort_out(cds.SOURCE, rows)

    (opening,) = harvest.listings
    assert (harvest.rows, harvest.joined) == (2, 1)
    assert [(each.language, each.title) for each in opening.content.texts] == [
        ("en-CA", "Developer"),
        ("fr-CA", "Développeur – Notify"),
    ]
    assert opening.content.translations[0].organisation_name == "Service numérique canadien"
    assert opening.posted_on == date(2021, 8, 12)


def test_the_full_file_has_a_hundred_openings_all_but_seven_in_two_languages(shared_data: Path) -> None:
    """Three of the openings (four documents) are tests of the site, and are kept apart with their reason."""
    files = PublishedListingFiles()

    rows = list(files.rows("cds", shared_data / "cds-postings.jsonl"))
    harvest = sort_out(files.source("cds"), rows)

    languages = Counter(row.key for row in rows)
    assert (len(rows), len(languages), sum(count == 2 for count in languages.values())) == (193, 100, 93)
    assert (len(harvest.listings), harvest.joined, len(harvest.refusals), harvest.duplicates) == (97, 92, 4, 0)
    assert len({each.key for each in harvest.refusals}) == 3
    assert all("is a test of the site" in each.reason for each in harvest.refusals)
