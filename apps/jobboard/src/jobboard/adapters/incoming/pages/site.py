"""The public site: its routes, and what each page shows."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from atomos import Application, Invalid, NotFound, Unavailable
from jobboard.adapters.incoming.pages import address
from jobboard.adapters.incoming.pages.assets import Assets
from jobboard.adapters.incoming.pages.labels import FACETS
from jobboard.adapters.incoming.pages.language import InLanguage
from jobboard.adapters.incoming.pages.markdown import markdown
from jobboard.adapters.incoming.pages.plain_query import PlainQuery
from jobboard.adapters.incoming.pages.rendering import Templates
from jobboard.adapters.incoming.pages.structured_data import structured_data
from jobboard.core.domain.command import ReportPosting
from jobboard.core.domain.moderation import Concern
from jobboard.core.domain.query import (
    GetOrganisation,
    GetPosting,
    ListPostings,
    ListSimilar,
    ListSources,
    PostingDetail,
)
from jobboard.core.domain.text import Slug

Show = Callable[[Request], Awaitable[Response]]


def pages(application: Application) -> ASGIApp:
    """The site as an ASGI application."""
    site = _Site(application)
    routed = Starlette(
        routes=[
            Route("/", site.home),
            Route("/postings", site.postings),
            Route("/postings/{slug}", site.posting),
            Route("/postings/{slug}/report", site.report),
            Route("/postings/{slug}/report", site.send_report, methods=["POST"]),
            Route("/organisations/{slug}", site.organisation),
            Route("/places/{slug}", site.landing("place")),
            Route("/categories/{slug}", site.landing("category")),
            Mount("/static", Assets()),
        ],
        exception_handlers={
            404: site.error(404, "not_found.html"),
            405: site.error(405, "not_allowed.html"),
            NotFound: site.error(404, "not_found.html"),
            Invalid: site.error(400, "invalid.html"),
            500: site.error(500, "broken.html"),
            Unavailable: site.error(503, "broken.html"),
        },
        middleware=[Middleware(GZipMiddleware, compresslevel=5)],
    )
    return PlainQuery(InLanguage(routed))


class _Site:
    """The pages, sharing the application and the templates."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._templates = Templates()

    async def home(self, request: Request) -> Response:
        query = ListPostings(limit=6, facets=True)
        return await self._page(request, "home.html", query=query, found=await self._application.execute(query))

    async def postings(self, request: Request) -> Response:
        query = address.read(request.query_params)
        return await self._results(request, "results.html", query)

    def landing(self, facet: str) -> Show:
        """A page of all postings that have one value of a facet, found by the slug of it."""

        async def show(request: Request) -> Response:
            everything = await self._application.execute(ListPostings(limit=1, facets=True))
            named = {Slug.of(value).text: value for value in reversed(everything.facets[facet])}
            value = named.get(request.path_params["slug"])
            if value is None:
                raise NotFound(facet)
            query = address.read({**request.query_params, facet: value})
            return await self._results(request, "landing.html", query, facet=facet, value=value)

        return show

    async def posting(self, request: Request) -> Response:
        posting = await self._posting(request)
        similar = await self._application.execute(ListSimilar(posting.slug))
        if not posting.open:
            return await self._page(request, "ended.html", 410, posting=posting, similar=similar)
        text = posting.content.text_in(request.state.language)
        description = markdown(text.description)
        data = structured_data(posting, str(request.url.replace(query="")), description, text=text)
        return await self._page(
            request,
            "posting.html",
            posting=posting,
            text=text,
            description=description,
            data=data,
            similar=similar,
        )

    async def report(self, request: Request) -> Response:
        posting = await self._posting(request)
        return await self._report(request, posting, sent="sent" in request.query_params)

    async def send_report(self, request: Request) -> Response:
        posting = await self._posting(request)
        form = await request.form()
        try:
            concern, words = Concern(str(form.get("concern", ""))), str(form.get("words", ""))
            await self._application.execute(ReportPosting(posting.slug, concern, words))
        except ValueError:
            return await self._report(request, posting, 422, wrong=True, words=str(form.get("words", "")))
        return RedirectResponse(f"{request.url.path}?sent", 303)

    async def organisation(self, request: Request) -> Response:
        slug = _slug(request, "organisation")
        query = GetOrganisation(slug, request.query_params.get("after"))
        organisation = await self._application.execute(query)
        return await self._page(request, "organisation.html", organisation=organisation, query=query)

    def error(self, status: int, template: str) -> Callable[[Request, Exception], Awaitable[Response]]:
        """A handler that shows a page of its own for this kind of error."""

        async def show(request: Request, error: Exception) -> Response:
            response = self._templates.page(request, template, status, sources=[])
            response.headers.update(getattr(error, "headers", None) or {})
            return response

        return show

    async def _results(self, request: Request, template: str, query: ListPostings, **context: Any) -> Response:
        found = await self._application.execute(query)
        facets = {name: list(address.options(query, name, found.facets[name])) for name in FACETS}
        widenings = {each.part: each.total for each in found.widenings}
        shown = {"query": query, "found": found, "facets": facets, "widenings": widenings, "address_of": address}
        return await self._page(request, template, **shown, **context)

    async def _posting(self, request: Request) -> PostingDetail:
        posting: PostingDetail = await self._application.execute(GetPosting(_slug(request, "posting")))
        return posting

    async def _report(self, request: Request, posting: PostingDetail, status: int = 200, **context: Any) -> Response:
        text = posting.content.text_in(request.state.language)
        shown = {"sent": False, "wrong": False, "words": "", **context}
        return await self._page(request, "report.html", status, posting=posting, text=text, **shown)

    async def _page(self, request: Request, template: str, status: int = 200, **context: Any) -> Response:
        sources = await self._application.execute(ListSources())
        return self._templates.page(request, template, status, sources=sources, **context)


def _slug(request: Request, kind: str) -> str:
    """The slug in the address. Raises: NotFound, where it is none."""
    try:
        return Slug(request.path_params["slug"]).text
    except ValueError:
        raise NotFound(kind) from None
