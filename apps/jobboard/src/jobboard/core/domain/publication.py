"""What other machines want to know, and the answers."""

from dataclasses import dataclass
from datetime import datetime

from jobboard.core.domain.query import ListPostings, PostingDetail


@dataclass(frozen=True, slots=True)
class GetNumberedPosting:
    """The posting of that number, if it is or once was open to the public."""

    number: int

    def __post_init__(self) -> None:
        if not 0 <= self.number < 16**12:
            raise ValueError("a posting has a number of at most twelve hexadecimal digits")


@dataclass(frozen=True, slots=True)
class ListDetails(ListPostings):
    """The same postings in full; only those of one organisation, where one is named."""

    organisation_slug: str | None = None


@dataclass(frozen=True, slots=True)
class DetailList:
    """One page of postings; `next` leads to the following one."""

    postings: tuple[PostingDetail, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class DivideAddresses:
    """Endings of slugs that divide all open postings into parts that a sitemap has room for."""


@dataclass(frozen=True, slots=True)
class AddressPart:
    """The open postings whose slugs end so; `updated_at` is when one of them last changed."""

    ending: str
    updated_at: datetime | None


@dataclass(frozen=True, slots=True)
class ListAddresses:
    """Where the open postings are found whose slugs end in `ending`."""

    ending: str = ""
    after: str | None = None
    limit: int = 1000

    def __post_init__(self) -> None:
        if not set(self.ending) <= set("0123456789abcdef"):
            raise ValueError("the slug of a posting ends in hexadecimal digits")
        if not 1 <= self.limit <= 1000:
            raise ValueError("a page has 1 to 1000 addresses")


@dataclass(frozen=True, slots=True)
class PostingAddress:
    slug: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class AddressList:
    """One page of addresses; `next` leads to the following one."""

    addresses: tuple[PostingAddress, ...]
    next: str | None
