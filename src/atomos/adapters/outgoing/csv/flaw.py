"""What is wrong in the files that somebody edited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from atomos.core.domain.errors import Misconfigured

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Flaw:
    """One mistake, with its place; `message` ends with what to do. Lines count from 1, the header is the first."""

    line: int
    message: str
    column: str | None = None

    def told(self, path: Path) -> str:
        """The sentence about a flaw of that file."""
        column = f", column {self.column}" if self.column else ""
        return f"{path}, line {self.line}{column}: {self.message}"


class Flawed(ValueError):
    """A file that cannot be used; carries every flaw that was found."""

    def __init__(self, *flaws: Flaw) -> None:
        self.flaws = flaws
        super().__init__(*flaws)


def refusal(flaws: Mapping[Path, Sequence[Flaw]]) -> Misconfigured:
    """The error that tells the flaws of all files, a line each, up to a number that somebody would read."""
    sentences = [flaw.told(path) for path, each in flaws.items() for flaw in sorted(each, key=lambda f: f.line)]
    if len(sentences) > SHOWN:
        sentences[SHOWN:] = [f"… and {len(sentences) - SHOWN} more"]
    return Misconfigured("\n".join(sentences))
