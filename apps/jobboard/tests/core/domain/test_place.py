import pytest

from jobboard.core.domain.place import Location, WorkArrangement, Workplace


def test_remote_work_says_where_applicants_may_live() -> None:
    with pytest.raises(ValueError, match="countries of applicants or the whole world"):
        WorkArrangement(Workplace.REMOTE)
    assert WorkArrangement(Workplace.REMOTE, ("CA", "US")).applicant_countries == ("CA", "US")
    assert WorkArrangement(Workplace.REMOTE, worldwide=True).worldwide


def test_remote_work_is_either_worldwide_or_limited() -> None:
    with pytest.raises(ValueError, match="either the countries of applicants or the whole world"):
        WorkArrangement(Workplace.REMOTE, ("CA",), worldwide=True)


def test_only_remote_work_asks_where_applicants_live() -> None:
    with pytest.raises(ValueError, match="only remote work"):
        WorkArrangement(Workplace.HYBRID, ("CA",))


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ({"country": "USA"}, "two letters"),
        ({"country": "US", "region": "NY"}, "not an ISO 3166-2 region of US"),
        ({"country": "US", "region": "CA-ON"}, "not an ISO 3166-2 region of US"),
        ({"country": "US", "latitude": 40.7}, "belong together"),
        ({"country": "US", "latitude": 91.0, "longitude": 0.0}, "between -90 and 90"),
        ({"country": "US", "latitude": 0.0, "longitude": -181.0}, "between -180 and 180"),
    ],
)
def test_a_location_is_a_place_on_earth(arguments: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        Location(**arguments)  # type: ignore[arg-type]  # wrong values are the point
