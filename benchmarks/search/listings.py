"""The service that is measured: listings of the City of New York, found by words."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from atomos import Found, Search, Service, anyone


class Hours(StrEnum):
    """How much of a week a job takes."""

    FULL = "full_time"
    PART = "part_time"
    UNKNOWN = "unknown"


@dataclass
class Listing:
    """One posting as the city published it; `pay` is the upper end for a year."""

    id: UUID
    title: str
    agency: str
    category: str
    description: str
    place: str
    hours: Hours
    level: str
    pay: int
    posted: date
    closes: date | None


@dataclass(frozen=True)
class FindListings:
    """A search as a visitor of a job board makes it."""

    words: str = ""
    agency: str | None = None
    hours: Hours | None = None
    least_pay: int = 0
    order: str = ""
    after: str | None = None
    limit: int = 20


def is_open(listing: Listing, day: date) -> bool:
    """Whether the time of the listing is not over."""
    return listing.posted <= day and (listing.closes is None or day <= listing.closes)


def pays(listing: Listing, least_pay: int) -> bool:
    """Whether the listing pays enough."""
    return listing.pay >= least_pay


async def find_listings(query: FindListings, listings: Search[Listing]) -> Found[Listing]:
    """What is open on the day of the file, with all counts."""
    chosen: dict[str, list[str]] = {
        "agency": [query.agency] if query.agency else [],
        "hours": [query.hours] if query.hours else [],
    }
    return await listings.find(
        query.words,
        is_open,
        pays,
        chosen=chosen,
        order_by=query.order or (),
        after=query.after,
        limit=query.limit,
        day=TODAY,
        least_pay=query.least_pay,
    )


TODAY = date(2019, 3, 19)
FACETS = ("agency", "category", "place", "hours", "level")

service = Service("listings")
service.include(__name__)
service.offer(FindListings, Listing, to=anyone)
service.search(Listing, text={"title": 4.0, "agency": 2.0, "category": 1.0, "description": 0.5}, facets=FACETS)
