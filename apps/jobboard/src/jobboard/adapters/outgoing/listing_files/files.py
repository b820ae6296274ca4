"""Which sources are known, and how each is read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from jobboard.adapters.outgoing.listing_files import cds, nyc
from jobboard.core.domain.listing import Row, Source

SHOWN_OPEN = "Its postings were archived; they are shown as if they were still open."


@dataclass(frozen=True, slots=True)
class Format:
    source: Source
    read: Callable[[Path], Iterator[Row]]


FORMATS = {
    "nyc": Format(nyc.SOURCE, nyc.read),
    "cds": Format(cds.SOURCE, cds.read),
    "cds-archive": Format(replace(cds.SOURCE, note=SHOWN_OPEN), partial(cds.read, archived_open=True)),
}


class PublishedListingFiles:
    """Reads what New York City and the Canadian Digital Service publish. Lives as long as the application."""

    def source(self, name: str) -> Source:
        return _format(name).source

    def rows(self, source: str, path: Path) -> Iterator[Row]:
        return _format(source).read(path)


def _format(name: str) -> Format:
    if name not in FORMATS:
        raise ValueError(f"{name!r} is not a known source; known are {', '.join(FORMATS)}")
    return FORMATS[name]
