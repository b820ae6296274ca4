"""The words that an index knows, and those among them that someone may have meant."""

from collections.abc import Collection, Sequence
from typing import Protocol

from atomos.storage.search.edit_distance import within

_ALIKE_AT_MOST = 6


class Vocabulary(Protocol):
    """The words of an index, asked by the adapter."""

    async def known(self, words: Collection[str]) -> Collection[str]:
        """Those of the words that the index knows."""
        ...

    async def beginning(self, prefix: str, limit: int) -> Sequence[str]:
        """Known words that begin so, in the order of the alphabet."""
        ...

    async def alike(self, word: str, shortest: int, longest: int) -> Sequence[str]:
        """Known words of that many letters that have most runs of three letters in common with the word."""
        ...


def tolerance(word: str) -> int:
    """How many typing errors are forgiven in a word: none where letters and digits are mixed or few."""
    if len(word) < 4 or not word.isalpha():
        return 0
    return 1 if len(word) < 8 else 2


async def meant(vocabulary: Vocabulary, word: str) -> tuple[str, ...]:
    """The known words at the least distance from the word, without itself."""
    limit = tolerance(word)
    if not limit:
        return ()
    candidates = await vocabulary.alike(word, len(word) - limit, len(word) + limit)
    near = [(far, other) for other in candidates if other != word and (far := within(word, other, limit))]
    least = min(near, default=(0, ""))[0]
    return tuple(other for far, other in near if far == least)[:_ALIKE_AT_MOST]
