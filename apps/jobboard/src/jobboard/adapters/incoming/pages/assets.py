"""Style sheets, scripts and icons: kept by browsers for ever, because another content has another address."""

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
    content = (files(__package__) / "static" / name).read_bytes()
    return f"/static/{name}?{sha256(content).hexdigest()[:12]}"


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
