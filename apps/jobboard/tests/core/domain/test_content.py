from datetime import date

import pytest

from jobboard.core.domain.completeness import Requirement, missing
from jobboard.core.domain.content import Content, LocalizedText
from jobboard.core.domain.employment import OccupationCode, OccupationScheme
from jobboard.core.domain.interview import InterviewPlan, InterviewRound
from jobboard.core.domain.place import Location, WorkArrangement, Workplace

FRENCH = LocalizedText(language="fr-CA", title="Infirmière", description="Soins.")
NURSE = Content(title="Nurse", description="Care.", language="en-CA", translations=(FRENCH,))


@pytest.mark.parametrize(
    ("language", "title"), [("fr-CA", "Infirmière"), ("fr", "Infirmière"), ("en-US", "Nurse"), ("de", "Nurse")]
)
def test_a_reader_gets_the_nearest_language(language: str, title: str) -> None:
    assert NURSE.text_in(language).title == title


def test_a_further_language_joins_the_others() -> None:
    german = LocalizedText(language="de", title="Pflegekraft")

    assert [each.language for each in NURSE.with_text(german).texts] == ["en-CA", "de", "fr-CA"]
    assert NURSE.with_text(LocalizedText(language="en-CA", title="RN")).title == "RN"
    assert NURSE.with_text(LocalizedText(language="fr-CA", title="Inf.")).translations[0].title == "Inf."


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"language": "English"}, "'English' is not a language tag of BCP 47"),
        ({"language": "fr-CA"}, "once in each language"),
        ({"apply_url": "javascript:alert(1)"}, "is not an address that begins with https"),
        ({"apply_url": "https://a.example/ b"}, "is not an address"),
        ({"last_day": date(1, 1, 1)}, "not a day of our time"),
    ],
)
def test_content_is_well_formed(wrong: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        Content(**{"title": "Nurse", "translations": (FRENCH,), **wrong})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("content", "gaps"),
    [
        (Content(title="Nurse", description="Care.", location=Location("US")), ()),
        (Content(title="Nurse", description="Care."), (Requirement.LOCATION,)),
        (Content(title="Nurse", description=" NURSE\n", location=Location("US")), (Requirement.DESCRIPTION,)),
        (Content(title="Nurse"), (Requirement.DESCRIPTION, Requirement.LOCATION)),
        (
            Content(title="Nurse", description="Care.", arrangement=WorkArrangement(Workplace.REMOTE, ("US",))),
            (),
        ),
        (
            Content(title="Nurse", description="Care.", arrangement=WorkArrangement(Workplace.HYBRID)),
            (Requirement.LOCATION,),
        ),
    ],
)
def test_what_is_still_missing_is_named(content: Content, gaps: tuple[Requirement, ...]) -> None:
    assert missing(content) == gaps


def test_an_interview_plan_tells_its_length_only_if_every_round_does() -> None:
    talk, task = InterviewRound("Talk", 30), InterviewRound("Task", 120)

    assert InterviewPlan((talk, task)).minutes == 150
    assert InterviewPlan((talk, InterviewRound("Visit"))).minutes is None
    assert InterviewPlan().minutes == 0


@pytest.mark.parametrize(("title", "minutes"), [(" ", 30), ("Talk", 0), ("Talk", 20_000)])
def test_an_interview_round_is_a_meeting_of_some_length(title: str, minutes: int) -> None:
    with pytest.raises(ValueError, match="an interview round"):
        InterviewRound(title, minutes)


@pytest.mark.parametrize(
    ("scheme", "code", "right"),
    [
        ("isco-08", "2512", True),
        ("isco-08", "25125", False),
        ("onet-soc", "15-1252.00", True),
        ("onet-soc", "2512", False),
        ("esco", "2512.4", True),
    ],
)
def test_an_occupation_is_numbered_as_its_scheme_does(scheme: str, code: str, *, right: bool) -> None:
    if right:
        OccupationCode(OccupationScheme(scheme), code)
    else:
        with pytest.raises(ValueError, match=f"is not an occupation of {scheme.upper()}"):
            OccupationCode(OccupationScheme(scheme), code)
