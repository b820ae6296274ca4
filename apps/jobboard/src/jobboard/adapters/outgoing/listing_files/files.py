"""Which sources are known, and how each is read."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from jobboard.adapters.outgoing.listing_files import cds, companies, json_lines, nyc
from jobboard.adapters.outgoing.listing_files.mapping import Feed, feed
from jobboard.core.domain.listing import Row, Source

SHOWN_OPEN = "Its postings were archived; they are shown as if they were still open."


@dataclass(frozen=True, slots=True)
class Format:
    source: Source
    read: Callable[[Path], Iterator[Row]]
    reread: Callable[[int, Mapping[str, str]], Row]


def _json_lines(source: Source, parse: json_lines.Parse) -> Format:
    return Format(source, partial(json_lines.read, parse=parse), partial(json_lines.reread, parse=parse))


FORMATS = {
    "nyc": Format(nyc.SOURCE, nyc.read, nyc.parse),
    "cds": _json_lines(cds.SOURCE, cds.parse),
    "cds-archive": _json_lines(replace(cds.SOURCE, note=SHOWN_OPEN), partial(cds.parse, archived_open=True)),
    "companies": _json_lines(companies.SOURCE, companies.parse),
}


class PublishedListingFiles:
    """Reads what New York City, the Canadian Digital Service and Remote in Tech publish, and any feed that a
    mapping file describes. Lives as long as the application.
    """

    def source(self, source: str) -> Source:
        return _format(source).source

    def rows(self, source: str, path: Path) -> Iterator[Row]:
        return _format(source).read(path)

    def reread(self, source: str, number: int, raw: Mapping[str, str]) -> Row:
        return _format(source).reread(number, raw)


def _format(source: str) -> Format | Feed:
    if source.endswith(".toml"):
        return _mapped(source)
    if source not in FORMATS:
        known = ", ".join(FORMATS)
        raise ValueError(f"{source!r} is not a known source; known are {known}, and any mapping file (.toml)")
    return FORMATS[source]


def _mapped(path: str) -> Feed:
    """A feed of a name that is its own, as its import closes what others of that name have brought."""
    mapped = feed(Path(path))
    if mapped.source.name in FORMATS:
        raise ValueError(f"{path} takes the name {mapped.source.name}, which is that of a known source")
    return mapped
