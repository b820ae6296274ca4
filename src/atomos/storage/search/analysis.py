"""From text to words, and from words to the terms that an index holds.

All of it happens here and not in a database, so that every index finds the same.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from atomos.core.domain.errors import Misconfigured

_WORD = re.compile(r"(?<!\w)[a-z](?:\+\+|#)(?!\w)|\.net\b|[^\W_]+")
_POSSESSIVE = re.compile(r"(?<=\w)['’]s\b")
_NAMES = {"c++": "cplusplus", ".net": "dotnet"}
_LONGEST = 64
_STEMMED = 50_000
"""How many stems are remembered: those of the words in use, some megabytes."""

_ALGORITHMS = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish", "fi": "finnish",
    "fr": "french", "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip
"""The names of the stemming algorithms by language."""

LANGUAGES = frozenset(_ALGORITHMS)
"""The languages whose words can be stemmed."""

_UNIMPORTANT = {
    "en": "a an and are as at be by for from in is it of on or that the this to with",
    "fr": "a au aux avec ce ces d dans de des du en est et il l la le les ou par pour qu que qui sur un une",
}
"""The words that a question need not find, by language."""


class Analyser:
    """Reads text of one language. Lives as long as the index that uses it."""

    def __init__(self, language: str) -> None:
        primary = language.partition("-")[0].lower()
        self.unimportant = frozenset(_UNIMPORTANT.get(primary, "").split())
        self.term = lru_cache(_STEMMED)(_term_maker(_ALGORITHMS[primary]))
        """The term for a word: its stem, spelled with the letters and digits of ASCII."""

    def terms(self, words: Iterable[str]) -> tuple[str, ...]:
        """The terms for several words, in their order."""
        return tuple([self.term(word) for word in words])


def words_in(text: str) -> list[str]:
    """The words of a text, in their order: without case and accents, `c++`, `c#` and `.net` among them."""
    return [word[:_LONGEST] for word in _WORD.findall(_POSSESSIVE.sub("", folded(text)))]


def folded(text: str) -> str:
    """The text without case and accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join([letter for letter in decomposed if not unicodedata.combining(letter)])


def grams(word: str) -> frozenset[str]:
    """What words that look alike have in common: each run of three letters, with two blanks at both ends."""
    padded = f"  {word}  "
    return frozenset(padded[start : start + 3] for start in range(len(word) + 2))


def _term_maker(algorithm: str) -> Callable[[str], str]:
    try:
        import snowballstemmer  # type: ignore[import-untyped]  # noqa: PLC0415 - an extra, which has no types
    except ImportError:
        raise Misconfigured('search needs snowballstemmer: pip install "atomos-framework[search]"') from None
    stem = snowballstemmer.stemmer(algorithm).stemWord

    def term(word: str) -> str:
        name = _NAMES.get(word) or word.replace("#", "sharp").replace("++", "plusplus")
        return "".join(_spelled(name if name != word else stem(word)))

    return term


def _spelled(word: str) -> Iterator[str]:
    """Letters beyond ASCII by their code, so that no database takes them for something else."""
    return (letter if letter.isascii() and letter.isalnum() else f"u{ord(letter):x}u" for letter in word)
