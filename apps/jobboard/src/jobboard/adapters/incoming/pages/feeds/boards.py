"""The board of an organisation in the shape of Greenhouse's job board API, for programs that know that one.

Source: https://developers.greenhouse.io/job-board.html
"""

import zlib
from collections.abc import AsyncIterator
from html import escape
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from atomos import Application, NotFound
from jobboard.adapters.incoming.pages.feeds.answers import OPEN, STATUS, json_answer, origin, told
from jobboard.adapters.incoming.pages.feeds.entry import address_of, html_of
from jobboard.core.domain.place import Location
from jobboard.core.domain.publication import DetailList, GetNumberedPosting, ListDetails
from jobboard.core.domain.query import GetOrganisation, PostingDetail
from jobboard.core.domain.text import Slug


def boards(application: Application) -> Starlette:
    """`/{token}`, `/{token}/jobs` and `/{token}/jobs/{id}`; the token is the slug of the organisation."""

    async def board(request: Request) -> Response:
        organisation = await application.execute(GetOrganisation(_token(request)))
        return json_answer(request, {"name": organisation.name, "content": ""})

    async def jobs(request: Request) -> Response:
        full = request.query_params.get("content") == "true"
        found = [_job(each, origin(request), full=full) async for each in _postings(application, _token(request))]
        return json_answer(request, {"jobs": found, "meta": {"total": len(found)}})

    async def job(request: Request) -> Response:
        token, number = _token(request), request.path_params["number"]
        if number >= 16**12:
            raise NotFound("posting", number)
        posting = await application.execute(GetNumberedPosting(number))
        if posting.organisation_slug != token:
            raise NotFound("posting", number)
        if not posting.open:
            return JSONResponse({"error": "the posting is no longer open"}, 410, OPEN)
        return json_answer(request, _job(posting, origin(request), full=True))

    return Starlette(
        routes=[
            Route("/{token}", board),
            Route("/{token}/jobs", jobs),
            Route("/{token}/jobs/{number:int}", job),
        ],
        exception_handlers=dict.fromkeys(STATUS, told),
    )


async def _postings(application: Application, token: str) -> AsyncIterator[PostingDetail]:
    after: str | None = ""
    while after is not None:
        query = ListDetails(limit=100, after=after or None, organisation_slug=token)
        listed: DetailList = await application.execute(query)
        for each in listed.postings:
            yield each
        after = listed.next


def _job(posting: PostingDetail, origin: str, *, full: bool) -> dict[str, Any]:
    content = posting.content
    told = {
        "id": posting.number,
        "internal_job_id": posting.number,
        "title": content.title,
        "updated_at": posting.updated_at.isoformat(),
        "first_published": posting.published_at.isoformat(),
        "requisition_id": posting.reference.key if posting.reference else None,
        "location": {"name": _place(content.location)},
        "absolute_url": address_of(posting, origin),
        "language": content.language,
        "metadata": None,
    }
    if not full:
        return told
    place = content.location
    offices = [{"id": _id(_place(place)), "name": _place(place), "location": _place(place)}] if place else []
    departments = [{"id": _id(content.category), "name": content.category}] if content.category else []
    return {**told, "content": escape(html_of(posting)), "departments": departments, "offices": offices}


def _id(name: str) -> int:
    """A number that stays the same as long as the name does."""
    return zlib.crc32(name.encode())


def _place(place: Location | None) -> str:
    if place is None:
        return ""
    region = place.region.partition("-")[2]
    return ", ".join(part for part in (place.locality, region, place.country) if part)


def _token(request: Request) -> str:
    """Raises: NotFound, for what no organisation can be called."""
    token: str = request.path_params["token"]
    try:
        return Slug(token).text
    except ValueError:
        raise NotFound("board", token) from None
