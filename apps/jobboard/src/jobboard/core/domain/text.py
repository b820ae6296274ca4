"""Words as people type them, and as they are compared."""

import re
import unicodedata
from dataclasses import dataclass, fields


def fold(text: str) -> str:
    """The text without case and accents: what a search compares."""
    for _ in range(2):  # taking a character apart may bring capitals to light: 𝑨 is a kind of A
        text = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in text if not unicodedata.combining(c))


@dataclass(frozen=True, slots=True)
class Slug:
    """A name that reads well in an address: lower-case words of a to z and digits, joined by hyphens."""

    text: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", self.text):
            raise ValueError(f"{self.text!r} is not a slug")

    @classmethod
    def of(cls, *parts: str) -> "Slug":
        """The slug that reads like these words; what has no Latin letters leaves nothing behind."""
        words = re.findall(r"[a-z0-9]+", fold(" ".join(parts)))
        return cls("-".join(words)[:100].strip("-") or "unnamed")


@dataclass(frozen=True, slots=True)
class SearchWords:
    """Up to eight words, all of which must occur; an empty one occurs everywhere.

    A fixed number of fields, because a rule names each value that it compares.
    """

    first: str = ""
    second: str = ""
    third: str = ""
    fourth: str = ""
    fifth: str = ""
    sixth: str = ""
    seventh: str = ""
    eighth: str = ""

    @classmethod
    def of(cls, text: str) -> "SearchWords":
        """The words of a query, folded; of more than eight the longest, which tell most."""
        words = dict.fromkeys(word for raw in fold(text).split() if (word := raw.strip("\"'(),;:!?")))
        longest = sorted(words, key=len, reverse=True)
        return cls(*longest[: len(fields(cls))])


def require_language(tag: str) -> None:
    """Raises: ValueError, unless it is the tag of a language: `fr`, `fr-CA`, `zh-Hant-TW`."""
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?", tag):
        raise ValueError(f"{tag!r} is not a language tag of BCP 47, like fr or fr-CA")


def require_address(text: str) -> None:
    """Raises: ValueError, unless it is empty or an address that a browser may be led to."""
    if text and not re.fullmatch(r"https?://[^\s/?#\"<>]+[^\s\"<>]*", text):
        raise ValueError(f"{text!r} is not an address that begins with https:// or http://")
