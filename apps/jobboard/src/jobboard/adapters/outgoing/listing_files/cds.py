"""The postings of the Canadian Digital Service (JSON Lines, one a line, each with a Markdown page).

Source: https://github.com/cds-snc/digital-canada-ca
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import partial
from html import unescape
from pathlib import Path

from jobboard.adapters.outgoing.listing_files import json_lines
from jobboard.adapters.outgoing.listing_files.html_to_markdown import without_tags
from jobboard.adapters.outgoing.listing_files.raw import require_text, spell_out
from jobboard.core.domain.content import Content
from jobboard.core.domain.listing import Listing, Row, Source
from jobboard.core.domain.reference import ExternalRef

SOURCE = Source("cds", "Canadian Digital Service", "America/Toronto")
REQUIRED = ("title", "lang", "markdown", "first_seen", "last_changed")
EMPLOYER = "Canadian Digital Service"
CALLED = {"en": "", "fr": "Service numérique canadien"}
TEST_POST = re.compile(r"\btest job post|\bjob posting test|\bnew job posting test|^test\b", re.IGNORECASE)


def read(path: Path, *, archived_open: bool = False) -> Iterator[Row]:
    """Every line of the file."""
    return json_lines.read(path, partial(parse, archived_open=archived_open))


def parse(number: int, raw: Mapping[str, str], *, archived_open: bool = False) -> Row:
    """One record: a listing in one language, or the reason why it is none."""
    key, language = _key(raw), raw.get("lang", "")
    try:
        return Row(number, key, dict(raw), _listing(raw, archived_open=archived_open), language)
    except ValueError as error:
        return Row(number, key, spell_out(raw), str(error), language)


def _key(raw: Mapping[str, str]) -> str:
    """What both languages of an opening have in common."""
    return raw.get("opening", "").removeprefix("T:") or raw.get("translationKey") or raw.get("leverId", "")


def _listing(raw: Mapping[str, str], *, archived_open: bool) -> Listing:
    require_text(raw)
    if missing := [name for name in REQUIRED if name not in raw]:
        raise ValueError(f"{', '.join(missing)} missing")
    if not _key(raw):
        raise ValueError("neither opening, translationKey nor leverId tells which opening it is")
    if raw["lang"] not in CALLED:
        raise ValueError(f"the language {raw['lang']!r} is neither en nor fr")
    title = " ".join(unescape(raw["title"]).split())
    if TEST_POST.search(title):
        raise ValueError(f"{title!r} is a test of the site, not a posting")
    over = raw.get("archived") == "true" and not archived_open
    content = Content(
        title=title,
        description=without_tags(_body(raw["markdown"])),
        language=f"{raw['lang']}-CA",
        last_day=_day(raw["last_changed"]) if over else None,
        time_zone=SOURCE.time_zone,
    )
    reference = ExternalRef(SOURCE.name, _key(raw))
    return Listing(reference, EMPLOYER, _day(raw["first_seen"]), content, CALLED[raw["lang"]])


def _body(markdown: str) -> str:
    """The page without its front matter."""
    return re.sub(r"\A---\n.*?\n---\s*?(\n|\Z)", "", markdown, count=1, flags=re.DOTALL).strip()


def _day(text: str) -> date:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        raise ValueError(f"{text!r} is not a date") from None
