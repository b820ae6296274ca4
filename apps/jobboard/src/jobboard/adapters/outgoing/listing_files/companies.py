"""The directory of remote-friendly companies (JSON Lines, one a line, each with a Markdown page).

Source: https://github.com/remoteintech/remote-jobs
"""

import json
from collections.abc import Mapping

from jobboard.adapters.outgoing.listing_files.html_to_markdown import without_tags
from jobboard.adapters.outgoing.listing_files.raw import require_text, spell_out
from jobboard.core.domain.listing import Employer, Row, Source
from jobboard.core.domain.organisation import Profile
from jobboard.core.domain.reference import ExternalRef

SOURCE = Source("companies", "Remote in Tech", "UTC")
REQUIRED = ("slug", "title", "website")


def parse(number: int, raw: Mapping[str, str]) -> Row:
    """One record: an employer, or the reason why it is none."""
    key = raw.get("slug", "")
    try:
        require_text(raw)
        return Row(number, key, dict(raw), _employer(raw))
    except ValueError as error:
        return Row(number, key, spell_out(raw), str(error))


def _employer(raw: Mapping[str, str]) -> Employer:
    if missing := [name for name in REQUIRED if not raw.get(name)]:
        raise ValueError(f"{', '.join(missing)} missing")
    profile = Profile(
        careers_url=raw.get("careers_url", ""),
        about=without_tags(raw.get("about", "")),
        size=raw.get("company_size", ""),
        region=raw.get("region", ""),
        remote_policy=raw.get("remote_policy", ""),
        technologies=_technologies(raw.get("technologies", "[]")),
    )
    name = " ".join(raw["title"].split())
    return Employer(ExternalRef(SOURCE.name, raw["slug"]), raw["slug"], name, raw["website"], profile)


def _technologies(text: str) -> tuple[str, ...]:
    try:
        listed = json.loads(text)
    except ValueError:
        listed = None
    if not isinstance(listed, list):
        raise ValueError(f"the technologies {text!r} are not a list")
    return tuple(str(each) for each in listed)
