"""The domain that the hand-written limit and atomos share: plain dataclasses, as a job board might have them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from uuid import UUID


class Employment(Enum):
    PERMANENT = "permanent"
    TEMPORARY = "temporary"
    FREELANCE = "freelance"
    INTERNSHIP = "internship"


@dataclass(frozen=True)
class Salary:
    minimum: int
    maximum: int
    currency: str

    def __post_init__(self) -> None:
        if self.minimum > self.maximum:
            raise ValueError("the minimum is above the maximum")


@dataclass(frozen=True)
class Place:
    city: str
    country: str
    remote: bool


@dataclass
class Posting:
    id: UUID
    title: str
    description: str
    employment: Employment
    headcount: int
    tags: list[str]
    opens_on: date
    salary: Salary
    place: Place
    posted_at: datetime
    applications: int = 0
    last_applicant: str | None = None


@dataclass(frozen=True)
class PostJob:
    title: str
    description: str
    employment: Employment
    headcount: int
    tags: list[str]
    opens_on: date
    salary: Salary
    place: Place


@dataclass(frozen=True)
class JobPosted:
    posting_id: UUID
    title: str


@dataclass(frozen=True)
class Apply:
    posting_id: UUID
    applicant: str


@dataclass(frozen=True)
class Applied:
    posting_id: UUID
    applications: int


@dataclass(frozen=True)
class CheckJob:
    title: str
    description: str
    employment: Employment
    headcount: int
    tags: list[str]
    opens_on: date
    salary: Salary
    place: Place


@dataclass(frozen=True)
class Verdict:
    words: int
    spread: int
    weekend: bool


def verdict_on(job: CheckJob) -> Verdict:
    """What a check says: all of it from values of the message, none of it from a database."""
    spread = job.salary.maximum - job.salary.minimum
    return Verdict(len(job.description.split()), spread, job.opens_on.weekday() >= 5)
