import re

import pytest

from jobboard.adapters.incoming.pages.formatting import Formats
from jobboard.adapters.incoming.pages.language import translations
from jobboard.adapters.incoming.pages.markdown import excerpt, markdown
from jobboard.core.domain.money import Money, Period, SalaryRange
from jobboard.core.domain.place import Location, WorkArrangement, Workplace

ENGLISH, FRENCH = (Formats(language, translations(language)) for language in ("en", "fr"))


@pytest.mark.parametrize(
    ("stated", "in_english", "in_french"),
    [
        (SalaryRange(Money(1500, "USD"), Money(1500, "USD"), Period.HOUR), "$15 an hour", "15 $US de l’heure"),
        (
            SalaryRange(Money(1500, "USD"), Money(1790, "USD"), Period.HOUR),
            "$15.00 – $17.90 an hour",
            "15,00 $US – 17,90 $US de l’heure",
        ),
        (
            SalaryRange(Money(5, "JPY"), Money(1200, "JPY"), Period.DAY),
            "¥5 – ¥1,200 a day",
            "5 JPY – 1 200 JPY par jour",
        ),
        (
            SalaryRange(Money(100, "CHF"), Money(200, "CHF"), Period.MONTH),
            "CHF 1 – CHF 2 a month",
            "1 CHF – 2 CHF par mois",
        ),
        (SalaryRange(Money(500, "KWD"), Money(500, "KWD"), Period.WEEK), "KWD 0.500 a week", "0,500 KWD par semaine"),
    ],
)
def test_salaries_read_naturally(stated: SalaryRange, in_english: str, in_french: str) -> None:
    assert plain(ENGLISH.salary(stated)) == in_english
    assert plain(FRENCH.salary(stated)) == in_french


@pytest.mark.parametrize(
    ("location", "told"),
    [
        (Location("US", "US-NY", "Brooklyn", "1201 Metropolitan Ave, Bklyn"), "1201 Metropolitan Ave, Bklyn, Brooklyn"),
        (Location("US", "US-NY", "Brooklyn", "16 Court St, Brooklyn"), "16 Court St, Brooklyn"),
        (Location("CA", locality="Ottawa"), "Ottawa"),
        (Location("DE"), "Germany"),
    ],
)
def test_places_are_told_once(location: Location, told: str) -> None:
    assert ENGLISH.place(location) == told


def test_an_arrangement_tells_from_where_one_may_work() -> None:
    remote = WorkArrangement(Workplace.REMOTE, ("CA", "DE", "US"))

    assert ENGLISH.arrangement(remote) == "Remote, from Canada, Germany, or United States"
    assert FRENCH.arrangement(remote) == "À distance, depuis : Canada, Allemagne ou États-Unis"
    assert ENGLISH.arrangement(WorkArrangement(Workplace.REMOTE, worldwide=True)) == "Remote, from anywhere"
    assert FRENCH.arrangement(WorkArrangement(Workplace.ONSITE)) == "Sur place"


def test_a_length_of_time_is_told_in_hours_and_minutes() -> None:
    assert [ENGLISH.minutes(count) for count in (45, 60, 90)] == ["45 minutes", "1 hour", "1 hour 30 minutes"]
    assert plain(FRENCH.minutes(150)) == "2 heures 30 minutes"


def test_a_language_is_named_in_the_language_of_the_page() -> None:
    assert ENGLISH.language_name("fr-CA") == "French (Canada)"
    assert FRENCH.language_name("fr-CA") == "français (Canada)"


def test_headings_of_a_description_follow_those_of_the_page_without_a_gap() -> None:
    tags = re.findall(r"<(h.)>(\w+)", markdown("## a\n#### b\n### c\n# d\n# e\n### f"))

    assert tags == [("h2", "a"), ("h3", "b"), ("h3", "c"), ("h2", "d"), ("h2", "e"), ("h3", "f")]


def test_an_excerpt_ends_with_a_word() -> None:
    assert excerpt("# Plant\n\nSome *trees* [here](https://a.example)", 100) == "Plant Some trees here"
    assert excerpt("Plant some trees", 12) == "Plant some …"


def plain(text: str) -> str:
    """The text with spaces that every keyboard has."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
