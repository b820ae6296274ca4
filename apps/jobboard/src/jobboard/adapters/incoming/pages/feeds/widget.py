"""The open postings of an organisation on its own site, by one line of HTML."""

from importlib.resources import as_file, files

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.types import ASGIApp

from atomos import Application
from jobboard.adapters.incoming.pages.feeds.answers import OPEN, reading


def widget(application: Application) -> ASGIApp:  # noqa: ARG001 -- every mounted application is given the board
    """`<script src="…/widget.js" data-board="acme" async></script>`; see docs/how-to/widget.md."""

    async def show(request: Request) -> Response:  # noqa: ARG001 -- Starlette gives it
        with as_file(files(__package__) / "widget.js") as script:
            return FileResponse(script, headers={**OPEN, "Cache-Control": "max-age=3600"}, media_type="text/javascript")

    return reading(show)
