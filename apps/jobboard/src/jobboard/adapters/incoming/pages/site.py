"""The public site: a list with search, and a page for each posting."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from atomos import Application, Invalid, NotFound, Unavailable
from jobboard.adapters.incoming.pages import formatting
from jobboard.core.domain.query import GetPosting, ListPostings, ListSources, Sort

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
}


def pages(application: Application) -> Starlette:
    """The site as an ASGI application."""
    site = _Site(application)
    return Starlette(
        routes=[
            Route("/", site.list_postings, name="list"),
            Route("/postings/{slug}", site.posting, name="posting"),
            Mount(
                "/static",
                StaticFiles(packages=[("jobboard.adapters.incoming.pages", "static")]),
                name="static",
            ),
        ],
        exception_handlers={
            404: site.error(404, "not_found.html"),
            405: site.error(405, "not_allowed.html"),
            NotFound: site.error(404, "not_found.html"),
            Invalid: site.error(400, "invalid.html"),
            500: site.error(500, "broken.html"),
            Unavailable: site.error(503, "broken.html"),
        },
    )


class _Site:
    """The routes, sharing the application and the templates."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._templates = Environment(
            loader=PackageLoader("jobboard.adapters.incoming.pages"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        filters = (formatting.salary, formatting.place, formatting.day, formatting.words, formatting.markdown)
        self._templates.filters |= {each.__name__: each for each in filters}

    async def list_postings(self, request: Request) -> Response:
        asked = request.query_params
        try:
            query = ListPostings(
                words=asked.get("words", ""),
                place=asked.get("place", ""),
                sort=Sort(asked.get("sort") or Sort.NEWEST),
                after=asked.get("after"),
            )
        except ValueError as error:
            raise Invalid(str(error)) from None
        found = await self._application.execute(query)
        kept = {
            "words": query.words,
            "place": query.place,
            "sort": query.sort if query.sort != Sort.NEWEST else "",
        }
        kept = {name: value for name, value in kept.items() if value}
        following = f"/?{urlencode({**kept, 'after': found.next})}" if found.next else None
        return await self._page(
            "list.html", query=query, found=found, following=following, first=f"/?{urlencode(kept)}"
        )

    async def posting(self, request: Request) -> Response:
        try:
            query = GetPosting(request.path_params["slug"])
        except ValueError:
            raise NotFound("posting") from None
        posting = await self._application.execute(query)
        if posting.open:
            return await self._page("posting.html", posting=posting)
        return await self._page("ended.html", 410, posting=posting)

    def error(self, status: int, template: str) -> Callable[[Request, Exception], Awaitable[Response]]:
        """A handler that shows a page of its own for this kind of error."""

        async def show(request: Request, error: Exception) -> Response:  # noqa: ARG001 -- Starlette gives both
            headers = getattr(error, "headers", None) or {}
            page = self._templates.get_template(template).render(sources=[])
            return HTMLResponse(page, status, {**headers, **HEADERS})

        return show

    async def _page(self, template: str, status: int = 200, **context: Any) -> Response:
        sources = await self._application.execute(ListSources())
        page = self._templates.get_template(template).render(sources=sources, **context)
        return HTMLResponse(page, status, HEADERS)
