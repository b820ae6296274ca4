"""Files of listings that other boards publish."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from jobboard.core.domain.listing import Row, Source


class ListingFiles(Protocol):
    """Reads files of known sources. Lives as long as the application."""

    def source(self, name: str) -> Source:
        """The source of that name. Raises: ValueError, naming those that are known."""
        ...

    def rows(self, source: str, path: Path) -> Iterator[Row]:
        """Every row of the file, read as that source writes it. Raises: ValueError (not such a file)."""
        ...
