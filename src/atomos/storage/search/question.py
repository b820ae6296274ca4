"""The language in which people search: words, `"phrases"`, `+must`, `-not`. Any text can be read."""

import re
from dataclasses import dataclass

from atomos.storage.search.analysis import words_in

_CHUNK = re.compile(r'([+-]?)"([^"]*)(?:"|\Z)|(\S+)')
_SIGNED = re.compile(r"([+-])(?=[\w.])(.*)", re.DOTALL)
_MOST = 24
"""Parts that are looked at; nobody means more than that."""


@dataclass(frozen=True, slots=True)
class Part:
    """One word, or several that stand together (`phrase`). `text` is the part as it was written.

    `sign` is `+` (as it is written), `-` (must not occur) or empty. `unfinished` is a word that may go on.
    """

    text: str
    words: tuple[str, ...]
    sign: str = ""
    phrase: bool = False
    unfinished: bool = False

    @property
    def plain(self) -> bool:
        """Whether it is one word that may be read as another."""
        return not self.sign and not self.phrase and len(self.words) == 1


def parts_of(question: str) -> tuple[Part, ...]:
    """The parts of a question in their order."""
    parts: list[Part] = []
    for sign, quoted, plain in _CHUNK.findall(question):
        if plain:
            parts += _plain_parts(plain)
        elif words := tuple(words_in(quoted)):
            parts.append(Part(f'{sign}"{quoted}"', words, sign, phrase=True))
    if parts and not parts[-1].sign and not parts[-1].phrase and question[-1:].isalnum():
        last = parts[-1]
        parts[-1] = Part(last.text, last.words, unfinished=True)
    return tuple(parts[:_MOST])


def _plain_parts(text: str) -> list[Part]:
    """`full-time` is two words; with a sign they belong together."""
    signed = _SIGNED.fullmatch(text)
    words = words_in(signed[2] if signed else text)
    if signed and words:
        return [Part(text, tuple(words), signed[1], phrase=len(words) > 1)]
    return [Part(word, (word,)) for word in words]
