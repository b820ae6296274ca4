"""The board for machines: feeds of every search, sitemaps, the read API of other boards, and the widget."""

from jobboard.adapters.incoming.pages.feeds.boards import boards
from jobboard.adapters.incoming.pages.feeds.crawlers import robots, sitemap
from jobboard.adapters.incoming.pages.feeds.feeds import feeds
from jobboard.adapters.incoming.pages.feeds.widget import widget

MOUNTS = {
    "/feeds": feeds,
    "/robots.txt": robots,
    "/sitemap.xml": sitemap,
    "/v1/boards": boards,
    "/widget.js": widget,
}
"""Where each of them is served."""

__all__ = ["MOUNTS"]
