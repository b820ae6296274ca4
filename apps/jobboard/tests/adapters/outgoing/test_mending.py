import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobboard.adapters.outgoing.listing_files.mending import mend, tidy_capitals


@pytest.mark.parametrize(
    ("damaged", "mended"),
    [
        ("Workersâ€™ Compensation", "Workers’ Compensation"),
        ("Engineer â€“ In â€“ Charge", "Engineer – In – Charge"),
        ("â€œyesâ€\x9d", "“yes”"),
        ("1Â½ years", "1½ years"),
        (" Metering InspectionÂ", "Metering Inspection"),
        ("SciencesÂ\xa0Â\xa0Â\xa0Â\xa0Â", "Sciences"),
        ("Off Of ChildÂ\xa0 Enforc-NM", "Off Of Child Enforc-NM"),
        ("dÃ©veloppeur", "développeur"),
    ],
)
def test_mojibake_is_turned_back(damaged: str, mended: str) -> None:
    assert mend(damaged) == mended


@pytest.mark.parametrize("sound", ["développeur·euse", "Âge", "naïve – “quoted”", "½ 東京 🙂", "CAFÉ"])
def test_sound_text_is_left_alone(sound: str) -> None:
    assert mend(sound) == sound


@given(st.text(st.characters(codec="ascii", exclude_categories=["Cc"])))
def test_plain_text_loses_spare_white_space_only(text: str) -> None:
    assert mend(text) == " ".join(text.split())


@given(st.text())
def test_any_text_can_be_mended(text: str) -> None:
    mend(text)


@given(st.text(st.sampled_from("¡½ÀÉßàéîöüÿ‘’“”–—…•€™"), min_size=1))
def test_what_was_once_misread_is_read_right(text: str) -> None:
    misread = "".join(bytes([b]).decode("cp1252", errors="ignore") or chr(b) for b in text.encode())

    assert mend(misread) == text


@pytest.mark.parametrize(
    ("shouted", "tidy"),
    [
        ("DEPT OF DESIGN & CONSTRUCTION", "Dept of Design & Construction"),
        ("CERTIFIED IT ADMINISTRATOR (LAN/WAN), LEVEL 4", "Certified IT Administrator (LAN/WAN), Level 4"),
        ("MACHINIST'S HELPER", "Machinist's Helper"),
        ("M/WBE COORDINATOR", "M/WBE Coordinator"),
        ("MECHANICAL ENGINEER III", "Mechanical Engineer III"),
        (".NET DEVELOPER", ".Net Developer"),
        ("OFFICE OF THE ACTUARY", "Office of the Actuary"),
    ],
)
def test_capitals_are_tidied_and_abbreviations_kept(shouted: str, tidy: str) -> None:
    assert tidy_capitals(shouted) == tidy


@pytest.mark.parametrize("title", ["GIS", "IT QA", "Director of IT", "311"])
def test_abbreviations_and_mixed_case_stay(title: str) -> None:
    assert tidy_capitals(title) == title


@given(st.text())
def test_tidying_changes_nothing_but_case(text: str) -> None:
    assert tidy_capitals(text).casefold() == text.casefold() or text.upper().casefold() != text.casefold()
