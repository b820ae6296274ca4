"""Files that other boards and directories publish."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

from jobboard.core.domain.listing import Row, Source


class ListingFiles(Protocol):
    """Reads files of known sources, and of those that a mapping file describes: `source` is the name of the one
    or the path of the other. Lives as long as the application.
    """

    def source(self, source: str) -> Source:
        """What is to be known of it. Raises: ValueError, naming those that are known, or what is wrong with the
        mapping file.
        """
        ...

    def rows(self, source: str, path: Path) -> Iterator[Row]:
        """Every row of the file, read as that source writes it. Raises: ValueError (not such a file)."""
        ...

    def reread(self, source: str, number: int, raw: Mapping[str, str]) -> Row:
        """A row that is no longer as it was in the file. Raises: ValueError (the source)."""
        ...
