"""What crawlers ask for: which pages there are, and which of them they may read.

Source: https://www.sitemaps.org/protocol.html
"""

from collections.abc import AsyncIterator
from xml.etree.ElementTree import tostring

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.types import ASGIApp

from atomos import Application
from jobboard.adapters.incoming.pages.feeds.answers import answer, origin, reading
from jobboard.adapters.incoming.pages.feeds.xml import element, written
from jobboard.core.domain.publication import AddressList, AddressPart, DivideAddresses, ListAddresses

SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
WHOLE = "all"
"""The part that is not divided."""


def robots(application: Application) -> ASGIApp:  # noqa: ARG001 -- every mounted application is given the board
    async def show(request: Request) -> Response:
        return PlainTextResponse(f"User-agent: *\nDisallow: /api/\n\nSitemap: {origin(request)}/sitemap.xml\n")

    return reading(show)


def sitemap(application: Application) -> ASGIApp:
    """An index at its own address, and each part of it under `?part=`."""

    async def show(request: Request) -> Response:
        part = request.query_params.get("part")
        if part is None:
            return answer(request, await index(request), "application/xml")
        try:
            query = ListAddresses("" if part == WHOLE else part)
        except ValueError:
            return PlainTextResponse("There is no such part", 404)
        return StreamingResponse(_urls(application, query, origin(request)), media_type="application/xml")

    async def index(request: Request) -> bytes:
        parts: list[AddressPart] = await application.execute(DivideAddresses())
        here = f"{origin(request)}/sitemap.xml"
        entries = [
            element(
                "sitemap",
                [
                    element("loc", f"{here}?part={part.ending or WHOLE}"),
                    *([element("lastmod", part.updated_at.isoformat())] if part.updated_at else []),
                ],
            )
            for part in parts
        ]
        return written(element("sitemapindex", entries, xmlns=SCHEMA))

    return reading(show)


async def _urls(application: Application, query: ListAddresses, origin: str) -> AsyncIterator[bytes]:
    yield f'<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="{SCHEMA}">\n'.encode()
    after: str | None = ""
    while after is not None:
        asked = ListAddresses(query.ending, after or None)
        listed: AddressList = await application.execute(asked)
        for each in listed.addresses:
            loc = element("loc", f"{origin}/postings/{each.slug}")
            yield tostring(element("url", [loc, element("lastmod", each.updated_at.isoformat())])) + b"\n"
        after = listed.next
    yield b"</urlset>\n"
