"""Style, script and pictures: kept by browsers for ever, because another content has another address.

The style sheet is a part of each page, for it is smaller than a trip to fetch it is long.
"""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from os import PathLike, stat_result

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOR_EVER = "public, max-age=31536000, immutable"


@cache
def asset(name: str) -> str:
    """The address of a file; it changes with what is in it."""
    return f"/static/{name}?{sha256(_content(name)).hexdigest()[:12]}"


def style() -> str:
    """The style sheet."""
    return _content("site.css").decode()


def style_source() -> str:
    """What a content security policy calls the style sheet."""
    return f"'sha256-{b64encode(sha256(_content('site.css')).digest()).decode()}'"


@cache
def _content(name: str) -> bytes:
    return (files(__package__) / "static" / name).read_bytes()


class Assets(StaticFiles):
    """The files of the package. One that is asked for without its content's mark is asked for again later."""

    def __init__(self) -> None:
        super().__init__(packages=[(__package__ or "", "static")])

    def file_response(
        self, full_path: str | PathLike[str], stat_result: stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        if scope["query_string"]:
            response.headers["Cache-Control"] = FOR_EVER
        return response
