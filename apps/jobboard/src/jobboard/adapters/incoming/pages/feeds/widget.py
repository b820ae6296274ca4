"""The open postings of an organisation on its own site, by one line of HTML."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.types import ASGIApp

from atomos import Application
from jobboard.adapters.incoming.pages.feeds.answers import OPEN, reading

SCRIPT = Path(__file__).with_name("widget.js")
HEADERS = {**OPEN, "Cache-Control": "max-age=3600"}


def widget(application: Application) -> ASGIApp:  # noqa: ARG001 -- every mounted application is given the board
    """`<script src="…/widget.js" data-board="acme" async></script>`; see docs/how-to/widget.md."""

    async def show(request: Request) -> Response:  # noqa: ARG001 -- Starlette gives it
        return FileResponse(SCRIPT, headers=HEADERS, media_type="text/javascript")

    return reading(show)
