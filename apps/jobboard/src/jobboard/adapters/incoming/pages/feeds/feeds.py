"""A feed for every search, under the same parts of the address as its page; and all postings for Indeed."""

from collections.abc import AsyncIterator, Callable
from dataclasses import fields, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from atomos import Application
from jobboard.adapters.incoming.pages import address
from jobboard.adapters.incoming.pages.feeds.answers import OPEN, STATUS, answer, json_answer, origin, told
from jobboard.adapters.incoming.pages.feeds.entry import address_of, entry, html_of
from jobboard.adapters.incoming.pages.feeds.formats import Feed, atom, json_feed, rss
from jobboard.adapters.incoming.pages.feeds.xml import cdata
from jobboard.core.domain.completeness import missing
from jobboard.core.domain.publication import DetailList, ListDetails
from jobboard.core.domain.query import PostingDetail

ENTRIES = 50
BOARD = "Job board"


def feeds(application: Application) -> Starlette:
    """`rss`, `atom` and `json` for a search, `indeed.xml` for everything."""

    async def found(request: Request) -> Feed:
        search = replace(address.read(request.query_params), facets=False, limit=ENTRIES)
        parts = {f.name: getattr(search, f.name) for f in fields(search)}
        listed: DetailList = await application.execute(ListDetails(**parts))
        asked = address.asked(search)
        here = f"{origin(request)}{request.url.path}"
        return Feed(
            title=", ".join([BOARD, *(value for name, value in asked.items() if name not in ("sort", "after"))]),
            page=f"{origin(request)}{address.write(search)}",
            address=f"{here}?{urlencode(asked)}" if asked else here,
            next=f"{here}?{urlencode({**asked, 'after': listed.next})}" if listed.next else None,
            entries=[entry(each, origin(request)) for each in listed.postings],
        )

    def xml(write: Callable[[Feed], bytes], media_type: str) -> Route:
        async def show(request: Request) -> Response:
            return answer(request, write(await found(request)), media_type)

        return Route(f"/{write.__name__}", show)

    async def as_json(request: Request) -> Response:
        return json_answer(request, json_feed(await found(request)), "application/feed+json")

    async def indeed(request: Request) -> Response:
        return StreamingResponse(_indeed(application, origin(request)), headers=OPEN, media_type="application/xml")

    return Starlette(
        routes=[
            xml(rss, "application/rss+xml"),
            xml(atom, "application/atom+xml"),
            Route("/json", as_json),
            Route("/indeed.xml", indeed),
        ],
        exception_handlers=dict.fromkeys(STATUS, told),
    )


async def _indeed(application: Application, origin: str) -> AsyncIterator[str]:
    """All open postings that are complete.

    Source: https://docs.indeed.com/indeed-apply/xml-feed
    """
    yield '<?xml version="1.0" encoding="utf-8"?>\n<source>'
    yield f"<publisher>{BOARD}</publisher><publisherurl>{cdata(origin)}</publisherurl>"
    yield f"<lastBuildDate>{format_datetime(datetime.now(UTC))}</lastBuildDate>\n"
    after: str | None = ""
    while after is not None:
        listed: DetailList = await application.execute(ListDetails(limit=100, after=after or None))
        yield "".join(_job(each, origin) for each in listed.postings if not missing(each.content))
        after = listed.next
    yield "</source>\n"


def _job(posting: PostingDetail, origin: str) -> str:
    place = posting.content.location
    fields = {
        "title": posting.content.title,
        "date": format_datetime(posting.published_at),
        "referencenumber": str(posting.id),
        "url": address_of(posting, origin),
        "company": posting.organisation_name,
        "city": place.locality if place else "",
        "state": place.region.partition("-")[2] if place else "",
        "country": place.country if place else "",
        "postalcode": "",
        "description": html_of(posting),
        "category": posting.content.category,
    }
    return f"<job>{''.join(f'<{name}>{cdata(value)}</{name}>' for name, value in fields.items())}</job>\n"
