"""Problems: errors as `application/problem+json`.

Source: RFC 9457, https://www.rfc-editor.org/rfc/rfc9457
"""

import logging
from collections.abc import Collection, Iterator
from typing import Any, Final
from uuid import uuid4

import msgspec

from atomos.core.domain.errors import (
    AlreadyExists,
    Conflict,
    Forbidden,
    Invalid,
    Misconfigured,
    NotFound,
    NotOffered,
    PreconditionFailed,
    Problem,
    StillReferenced,
    Unauthenticated,
    Unavailable,
)

from .response import Headers, Response

CONTENT_TYPE: Final = b"application/problem+json"
STATUS_OF: Final[dict[type[Exception], tuple[int, str]]] = {
    Invalid: (422, "invalid"),
    NotFound: (404, "not-found"),
    NotOffered: (404, "not-found"),
    Unauthenticated: (401, "unauthenticated"),
    Forbidden: (403, "forbidden"),
    Conflict: (409, "conflict"),
    AlreadyExists: (409, "already-exists"),
    StillReferenced: (409, "still-referenced"),
    PreconditionFailed: (412, "precondition-failed"),
    Unavailable: (503, "unavailable"),
    Misconfigured: (500, "internal-error"),
}
MOST_ERRORS: Final = 1000
"""How many wrong values one answer names at most, so that a hostile body is not answered by a longer one."""

_HEADERS_OF: Final[dict[int, Headers]] = {
    401: ((b"www-authenticate", b"Bearer"),),
    503: ((b"retry-after", b"1"),),
}
_DETAIL_OF: Final = {
    NotOffered: "nothing is offered here",
    Unavailable: "a part of this service cannot be reached; try again later",
}
_log = logging.getLogger("atomos.http")


class HttpProblem(Exception):
    """A request that HTTP itself refuses, before any message is made of it.

    `errors` names what is wrong in it, each as `{"header": …}` or the like, with a `detail`.
    """

    def __init__(
        self, status: int, code: str, detail: str, *, headers: Headers = (), errors: Collection[dict[str, str]] = ()
    ) -> None:
        self.status = status
        self.code = code
        self.detail = detail
        self.headers = headers
        self.errors = errors
        super().__init__(detail)


def respond_to_error(error: Exception, instance: str, parameters: Collection[str] | None = ()) -> Response:
    """The answer for an error. `parameters` names the values outside the body; `None` says that there is no body.

    What no one declared is logged with an id, and the answer says that id and nothing else.
    """
    if isinstance(error, HttpProblem):
        return _problem(error.status, error.code, instance, error.headers, detail=error.detail, errors=error.errors)
    status, code = _status_of(error)
    if status == 500:
        return _internal_error(error, instance)
    headers = _HEADERS_OF.get(status, ())
    if isinstance(error, Invalid):
        errors = list(_errors(error.problems[:MOST_ERRORS], parameters))
        return _problem(status, code, instance, headers, detail=_summary(error), errors=errors)
    if isinstance(error, Unavailable):
        _log.warning("unavailable while answering %s: %s", instance, error)
    detail = next((text for cls, text in _DETAIL_OF.items() if isinstance(error, cls)), str(error))
    return _problem(status, code, instance, headers, detail=detail)


def title_of(code: str) -> str:
    """The title of a problem's code: `not-found` → `Not found`."""
    return code.replace("-", " ").capitalize()


def type_of(code: str) -> str:
    """The URI reference that names a kind of problem."""
    return f"/problems/{code}"


def _status_of(error: Exception) -> tuple[int, str]:
    return next((found for cls in type(error).__mro__ if (found := STATUS_OF.get(cls))), (500, "internal-error"))


def _internal_error(error: Exception, instance: str) -> Response:
    id = str(uuid4())
    _log.error("error %s while answering %s", id, instance, exc_info=error)
    content = {"type": type_of("internal-error"), "title": title_of("internal-error"), "status": 500, "id": id}
    return Response(500, msgspec.json.encode(content), ((b"content-type", CONTENT_TYPE),))


def _problem(status: int, code: str, instance: str, headers: Headers, **members: Any) -> Response:
    content = {"type": type_of(code), "title": title_of(code), "status": status, "instance": instance}
    content |= {name: value for name, value in members.items() if value}
    return Response(status, _encode(content), ((b"content-type", CONTENT_TYPE), *headers))


def _encode(content: dict[str, Any]) -> bytes:
    try:
        return msgspec.json.encode(content)
    except UnicodeEncodeError:  # a lone surrogate of the request is quoted in a text
        return msgspec.json.encode(_without_surrogates(content))


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode(errors="backslashreplace").decode()
    if isinstance(value, dict):
        return {key: _without_surrogates(item) for key, item in value.items()}
    return [_without_surrogates(item) for item in value] if isinstance(value, list | tuple) else value


def _summary(error: Invalid) -> str:
    if len(error.problems) == 1:
        return str(error)
    more = f"; the first {MOST_ERRORS} are named" if len(error.problems) > MOST_ERRORS else ""
    return f"{len(error.problems)} values are wrong{more}"


def _errors(problems: Collection[Problem], parameters: Collection[str] | None) -> Iterator[dict[str, str]]:
    for problem in problems:
        if problem.path and (parameters is None or problem.path[0] in parameters):
            yield {"parameter": problem.where, "detail": problem.message}
        elif parameters is not None and (problem.path or len(problems) > 1):
            yield {"pointer": pointer(problem.path), "detail": problem.message}


def pointer(path: tuple[str | int, ...]) -> str:
    """A path as a JSON pointer.

    Source: RFC 6901, https://www.rfc-editor.org/rfc/rfc6901
    """
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)
