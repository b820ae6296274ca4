"""What the HTTP renderer can be told; nothing here is a policy or a rule of the service."""

import re
from dataclasses import dataclass
from typing import Final

from atomos.core.domain.errors import Misconfigured

_PREFIX: Final = re.compile(r"(/[A-Za-z0-9._~-]+)*")
_ORIGIN: Final = re.compile(r"[a-z][a-z0-9+.-]*://[^/?#\s]+")


@dataclass(frozen=True, slots=True)
class HttpSettings:
    """How the API is shown. The defaults serve a service as it is.

    `prefix` stands before every path (`/api`). `docs` serves the documentation page and the OpenAPI document.
    `cors_origins` are the origins whose pages may call the API from a browser, `("*",)` for all. `body_limit` (bytes)
    and `page_limit` (items) are the most that a request may carry and a page may hold, and `receive_seconds` is how
    long the first piece of its body may take to come, and all others. `title` (by default the name of
    the service), `version` and `description` head the OpenAPI document.
    """

    prefix: str = ""
    docs: bool = True
    cors_origins: tuple[str, ...] = ()
    body_limit: int = 1_048_576
    receive_seconds: float = 30.0
    page_limit: int = 100
    title: str | None = None
    version: str = "1"
    description: str = ""

    def validate(self) -> None:
        """Raises: Misconfigured, naming every fault."""
        wrong = [
            f'cors_origins: {origin!r} is no origin; write it as https://example.org, or "*" for all'
            for origin in self.cors_origins
            if origin != "*" and not _ORIGIN.fullmatch(origin)
        ]
        if not _PREFIX.fullmatch(self.prefix):
            wrong.append(f"prefix: {self.prefix!r} is no path; write it as /api, without a slash at the end")
        if self.body_limit < 1:
            wrong.append(f"body_limit: {self.body_limit} bytes hold no message; name at least 1")
        if self.receive_seconds <= 0:
            wrong.append(f"receive_seconds: within {self.receive_seconds:g} s nothing comes; name more than 0")
        if self.page_limit < 1:
            wrong.append(f"page_limit: {self.page_limit} items make no page; name at least 1")
        if wrong:
            raise Misconfigured("\n".join(wrong))
