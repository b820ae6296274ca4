"""A posting as an entry of a feed."""

from dataclasses import dataclass
from datetime import datetime

from jobboard.adapters.incoming.pages.markdown import markdown
from jobboard.core.domain.query import PostingDetail


@dataclass(frozen=True, slots=True)
class Entry:
    """What every kind of feed tells. `content` is HTML."""

    id: str
    address: str
    title: str
    organisation: str
    language: str
    content: str
    category: str
    published_at: datetime
    updated_at: datetime


def entry(posting: PostingDetail, origin: str) -> Entry:
    return Entry(
        id=posting.id.urn,
        address=address_of(posting, origin),
        title=posting.content.title,
        organisation=posting.organisation_name,
        language=posting.content.language,
        content=html_of(posting),
        category=posting.content.category,
        published_at=posting.published_at,
        updated_at=posting.updated_at,
    )


def address_of(posting: PostingDetail, origin: str) -> str:
    return f"{origin}/postings/{posting.slug}"


def html_of(posting: PostingDetail) -> str:
    """The description, as text that is escaped once more where it is embedded."""
    return str(markdown(posting.content.description))
