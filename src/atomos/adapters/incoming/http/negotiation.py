"""Content negotiation: the API reads and writes JSON, and says so where a client wants something else."""

from functools import lru_cache

from .problem import HttpProblem


def check_accept(accept: bytes | None) -> None:
    """Raises: HttpProblem (406: the client does not take JSON)."""
    if accept is None or accept == b"*/*" or accepts_json(accept):
        return
    raise HttpProblem(406, "not-acceptable", "answers are application/json; the Accept header does not allow that")


def check_content_type(content_type: bytes | None) -> None:
    """Raises: HttpProblem (415: the body is not said to be JSON)."""
    if content_type == b"application/json" or (content_type is not None and is_json(content_type)):
        return
    raise HttpProblem(
        415,
        "unsupported-media-type",
        "the body must be application/json in UTF-8",
        headers=((b"accept", b"application/json"),),
    )


@lru_cache(256)
def accepts_json(accept: bytes) -> bool:
    """Whether an Accept header allows JSON, or problems in JSON; the most specific range decides.

    Source: RFC 9110, section 12.5.1, https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1
    """
    qualities = {}
    for part in accept.lower().split(b","):
        media_range, *parameters = (piece.strip() for piece in part.split(b";"))
        qualities[media_range] = not any(p.startswith(b"q=") and not p[2:].strip(b"0.") for p in parameters)
    ranges = (b"application/json", b"application/*", b"*/*")
    return next((qualities[media_range] for media_range in ranges if media_range in qualities), not accept.strip())


@lru_cache(256)
def is_json(content_type: bytes) -> bool:
    """Whether a Content-Type is JSON in UTF-8: `application/json` or a type that ends in `+json`."""
    media_type, *parameters = (piece.strip() for piece in content_type.lower().split(b";"))
    charsets = [p[8:].strip(b'"') for p in parameters if p.startswith(b"charset=")]
    named = media_type == b"application/json" or (
        media_type.startswith(b"application/") and media_type.endswith(b"+json")
    )
    return named and all(charset in {b"utf-8", b"utf8"} for charset in charsets)
