"""The postings of the Canadian Digital Service (JSON Lines, one a line, each with a Markdown page).

Source: https://github.com/cds-snc/digital-canada-ca
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from html import unescape
from pathlib import Path

from jobboard.adapters.outgoing.listing_files.html_to_markdown import without_tags
from jobboard.adapters.outgoing.listing_files.raw import require_text, spell_out
from jobboard.core.domain.content import Content
from jobboard.core.domain.listing import Listing, Row, Source
from jobboard.core.domain.reference import ExternalRef

SOURCE = Source("cds", "Canadian Digital Service", "America/Toronto")
REQUIRED = ("opening", "title", "lang", "markdown", "first_seen", "last_changed")
EMPLOYERS = {"en": "Canadian Digital Service", "fr": "Service numérique canadien"}
TEST_POST = re.compile(r"\btest job post|\bjob posting test|\bnew job posting test|^test\b", re.IGNORECASE)


def read(path: Path, *, archived_open: bool = False) -> Iterator[Row]:
    """Every line of the file."""
    with path.open(encoding="utf-8", errors="surrogateescape") as file:
        for number, line in enumerate(file, start=1):
            yield parse(number, line, archived_open=archived_open)


def parse(number: int, line: str, *, archived_open: bool = False) -> Row:
    """One line: a listing, or the reason why it is none."""
    raw, key = {"line": line.strip()}, ""
    try:
        raw = _record(line)
        key = _key(raw)
        return Row(number, key, raw, _listing(raw, archived_open=archived_open))
    except ValueError as error:
        return Row(number, key, spell_out(raw), str(error))


def _record(line: str) -> dict[str, str]:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise ValueError(f"is not JSON: {error}") from None
    if not isinstance(record, dict):
        raise ValueError("is not a JSON object")
    return {str(name): str(value) for name, value in record.items() if value is not None}


def _key(raw: Mapping[str, str]) -> str:
    """The opening and the language: `content-designers/en` and `content-designers/fr` are one opening."""
    return f"{raw.get('opening', '').removeprefix('T:')}/{raw.get('lang', '')}"


def _listing(raw: Mapping[str, str], *, archived_open: bool) -> Listing:
    require_text(raw)
    if missing := [name for name in REQUIRED if name not in raw]:
        raise ValueError(f"{', '.join(missing)} missing")
    if raw["lang"] not in EMPLOYERS:
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
    return Listing(ExternalRef(SOURCE.name, _key(raw)), EMPLOYERS[raw["lang"]], _day(raw["first_seen"]), content)


def _body(markdown: str) -> str:
    """The page without its front matter."""
    return re.sub(r"\A---\n.*?\n---\s*?(\n|\Z)", "", markdown, count=1, flags=re.DOTALL).strip()


def _day(text: str) -> date:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        raise ValueError(f"{text!r} is not a date") from None
