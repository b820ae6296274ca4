"""Where work is done."""

import re
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Location:
    """A place as far as it is known.

    `country` is an ISO 3166-1 alpha-2 code, `region` an ISO 3166-2 one (`US-NY`); `address` is what the
    source says.
    """

    country: str
    region: str = ""
    locality: str = ""
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None

    def __post_init__(self) -> None:
        _require_country(self.country)
        if self.region and not re.fullmatch(rf"{self.country}-[A-Z0-9]{{1,3}}", self.region):
            raise ValueError(f"{self.region!r} is not an ISO 3166-2 region of {self.country}")
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("latitude and longitude belong together")
        if self.latitude is not None and not -90 <= self.latitude <= 90:
            raise ValueError("a latitude lies between -90 and 90 degrees")
        if self.longitude is not None and not -180 <= self.longitude <= 180:
            raise ValueError("a longitude lies between -180 and 180 degrees")


class Workplace(StrEnum):
    """How much of the work is done where the employer is."""

    ONSITE = "onsite"
    HYBRID = "hybrid"
    REMOTE = "remote"


@dataclass(frozen=True, slots=True)
class WorkArrangement:
    """Where one works, and for remote work from where one may: some countries, or the whole world."""

    workplace: Workplace
    applicant_countries: tuple[str, ...] = ()
    worldwide: bool = False

    def __post_init__(self) -> None:
        for country in self.applicant_countries:
            _require_country(country)
        limits = bool(self.applicant_countries) + self.worldwide
        if self.workplace is Workplace.REMOTE and limits != 1:
            raise ValueError("remote work names either the countries of applicants or the whole world")
        if self.workplace is not Workplace.REMOTE and limits:
            raise ValueError("only remote work says where applicants may live")


def _require_country(code: str) -> None:
    if not re.fullmatch(r"[A-Z]{2}", code):
        raise ValueError(f"{code!r} is not an ISO 3166-1 country code of two letters")
