"""RSS 2.0, Atom and JSON Feed: three ways to say the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from jobboard.adapters.incoming.pages.feeds.entry import Entry
from jobboard.adapters.incoming.pages.feeds.xml import element, written

ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class Feed:
    """A search as a feed: `page` is where people read it, `address` where machines do, `next` where it goes on.

    `updated_at` is when something in it last changed; without entries that is never.
    """

    title: str
    page: str
    address: str
    next: str | None
    entries: Sequence[Entry]

    @property
    def updated_at(self) -> datetime | None:
        return max((each.updated_at for each in self.entries), default=None)


def rss(feed: Feed) -> bytes:
    """RSS 2.0; the employer is named by Dublin Core, as RSS knows authors by their e-mail address.

    Source: https://www.rssboard.org/rss-specification
    """
    channel = [
        element("title", feed.title),
        element("link", feed.page),
        element("description", feed.title),
        element("atom:link", href=feed.address, rel="self", type="application/rss+xml"),
    ]
    if feed.updated_at:
        channel.append(element("lastBuildDate", format_datetime(feed.updated_at)))
    items = [
        element(
            "item",
            [
                element("title", each.title),
                element("link", each.address),
                element("guid", each.id, isPermaLink="false"),
                element("pubDate", format_datetime(each.published_at)),
                element("dc:creator", each.organisation),
                *([element("category", each.category)] if each.category else []),
                *([element("description", each.content)] if each.content else []),
            ],
        )
        for each in feed.entries
    ]
    namespaces = {"xmlns:atom": ATOM, "xmlns:dc": "http://purl.org/dc/elements/1.1/"}
    return written(element("rss", [element("channel", [*channel, *items])], version="2.0", **namespaces))


def atom(feed: Feed) -> bytes:
    """Atom, with the way to the next page.

    Source: https://www.rfc-editor.org/rfc/rfc4287
    """
    links = [element("link", href=feed.page), element("link", href=feed.address, rel="self")]
    if feed.next:
        links.append(element("link", href=feed.next, rel="next"))
    updated = feed.updated_at.isoformat() if feed.updated_at else "1970-01-01T00:00:00+00:00"
    head = [element("id", feed.address), element("title", feed.title), element("updated", updated), *links]
    entries = [
        element(
            "entry",
            [
                element("id", each.id),
                element("title", each.title),
                element("link", href=each.address),
                element("published", each.published_at.isoformat()),
                element("updated", each.updated_at.isoformat()),
                element("author", [element("name", each.organisation)]),
                *([element("category", term=each.category)] if each.category else []),
                element("content", each.content, type="html", **{"xml:lang": each.language}),
            ],
        )
        for each in feed.entries
    ]
    return written(element("feed", [*head, *entries], xmlns=ATOM))


def json_feed(feed: Feed) -> dict[str, Any]:
    """JSON Feed 1.1, with the way to the next page.

    Source: https://www.jsonfeed.org/version/1.1/
    """
    items = [
        {
            "id": each.id,
            "url": each.address,
            "title": each.title,
            "content_html": each.content,
            "date_published": each.published_at.isoformat(),
            "date_modified": each.updated_at.isoformat(),
            "authors": [{"name": each.organisation}],
            "tags": [each.category] if each.category else [],
            "language": each.language,
        }
        for each in feed.entries
    ]
    head = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.address,
    }
    return {**head, **({"next_url": feed.next} if feed.next else {}), "items": items}
