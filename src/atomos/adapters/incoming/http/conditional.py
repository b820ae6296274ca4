"""Conditional requests: the version of an entity as its entity tag.

Source: RFC 9110, section 13, https://www.rfc-editor.org/rfc/rfc9110#section-13
"""

import re
from typing import Final

from atomos.core.domain.errors import PreconditionFailed

from .problem import HttpProblem
from .response import Response

_TAG: Final = re.compile(rb'(W/)?("[\x21\x23-\x7e\x80-\xff]*")')
_VERSION: Final = re.compile(rb'"([0-9]{1,18})"')


def etag_of(version: int) -> bytes:
    """The entity tag of a version: `"3"`."""
    return b'"%d"' % version


def expected_version(if_match: bytes, what: str) -> int | None:
    """The version that an If-Match header names; `None` for `*`, which any version meets.

    Raises: HttpProblem (400: not one entity tag), PreconditionFailed (a weak tag, or one that we never gave).
    """
    if if_match == b"*":
        return None
    tag = _TAG.fullmatch(if_match)
    if tag is None:
        detail = 'If-Match takes one entity tag, as an ETag header gives it: "3"'
        raise HttpProblem(
            400, "bad-request", detail, errors=[{"header": "If-Match", "detail": "is not one entity tag"}]
        )
    version = _VERSION.fullmatch(tag[2])
    if tag[1] or version is None:
        raise PreconditionFailed(what)
    return int(version[1])


def unless_known(response: Response, if_none_match: bytes | None) -> Response:
    """The response, or 304 without a body if the client has this version already."""
    tag = response.header(b"etag")
    if if_none_match is None or tag is None or response.status != 200:
        return response
    if if_none_match != b"*" and tag not in (known[1] for known in _TAG.findall(if_none_match)):
        return response
    return Response(304, headers=[header for header in response.headers[1:] if header[0] != b"content-type"])
