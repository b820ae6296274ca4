"""The terms on which one works, in words that other boards know too."""

import re
from dataclasses import dataclass
from enum import StrEnum


class EmploymentType(StrEnum):
    """The kinds of contract that schema.org knows."""

    FULL_TIME = "full_time"
    PART_TIME = "part_time"
    CONTRACTOR = "contractor"
    TEMPORARY = "temporary"
    INTERN = "intern"
    VOLUNTEER = "volunteer"
    PER_DIEM = "per_diem"
    OTHER = "other"


class Benefit(StrEnum):
    """What an employer offers beside the pay, as far as one may look for it."""

    FULL_REMOTE = "full_remote"
    FOUR_DAY_WEEK = "four_day_week"
    SIX_HOUR_DAY = "six_hour_day"
    FLEXIBLE_HOURS = "flexible_hours"
    PARENTAL_LEAVE = "parental_leave"
    HEALTH_INSURANCE = "health_insurance"
    PENSION = "pension"
    TRAINING = "training"
    EQUIPMENT = "equipment"
    RELOCATION = "relocation"
    EQUITY = "equity"


class OccupationScheme(StrEnum):
    """Who numbered the occupations."""

    ISCO_08 = "isco-08"
    ESCO = "esco"
    ONET_SOC = "onet-soc"


CODES = {
    OccupationScheme.ISCO_08: r"[0-9]{1,4}",
    OccupationScheme.ESCO: r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]{4}(\.[0-9]+)+",
    OccupationScheme.ONET_SOC: r"[0-9]{2}-[0-9]{4}\.[0-9]{2}",
}


@dataclass(frozen=True, slots=True)
class OccupationCode:
    """An occupation by its number, which means nothing without its scheme: `2512` of ISCO-08."""

    scheme: OccupationScheme
    code: str

    def __post_init__(self) -> None:
        if not re.fullmatch(CODES[self.scheme], self.code):
            raise ValueError(f"{self.code!r} is not an occupation of {self.scheme.upper()}")
