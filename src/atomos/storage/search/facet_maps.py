"""Counting by facets: for each value the documents that have it, one bit a document.

What a document's number stands for never changes, as a changed document gets a new number. So this can be kept in
memory beside any database, and only what it has not seen yet is asked for.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

_decode = msgspec.json.Decoder(list[list[str]]).decode


def bits(numbers: Sequence[int]) -> int:
    """A number in which each of the numbers has its bit."""
    if not numbers:
        return 0
    flags = bytearray(b"0") * (max(numbers) + 1)
    for number in numbers:
        flags[-1 - number] = 49
    return int(flags, 2)


def numbers_in(bitmap: int) -> list[int]:
    """The numbers that have a bit, ascending."""
    text = bin(bitmap)[:1:-1]
    numbers, position = [], text.find("1")
    while position >= 0:
        numbers.append(position)
        position = text.find("1", position + 1)
    return numbers


class FacetMaps:
    """The facets of the documents of one index. Lives as long as the numbers mean the same."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self._known = 0
        self._maps: dict[str, dict[str, int]] = {name: {} for name in names}

    def unknown(self, bitmap: int) -> list[int]:
        """The documents whose facets have to be added first."""
        return numbers_in(bitmap & ~self._known)

    def add(self, documents: Iterable[tuple[int, str]]) -> None:
        """Learn the facets of documents, as the JSON that is kept of them."""
        seen: list[int] = []
        found: dict[tuple[str, str], list[int]] = {}
        for number, facets in documents:
            seen.append(number)
            for name, values in zip(self._names, _decode(facets), strict=True):
                for value in values:
                    found.setdefault((name, value), []).append(number)
        for (name, value), numbers in found.items():
            self._maps[name][value] = self._maps[name].get(value, 0) | bits(numbers)
        self._known |= bits(seen)

    def having(self, bitmap: int, chosen: Mapping[str, frozenset[str]], but: str | None = None) -> int:
        """Those of the documents that have one of the chosen values of each facet, `but` for one facet."""
        for name, values in chosen.items():
            if name != but:
                any_of = 0
                for value in values:
                    any_of |= self._maps[name].get(value, 0)
                bitmap &= any_of
        return bitmap

    def counts(self, bitmap: int, chosen: Mapping[str, frozenset[str]]) -> dict[str, dict[str, int]]:
        """How many have each value, the most frequent first; the counts of a facet leave out what is chosen of it."""
        counted = {}
        for name, maps in self._maps.items():
            among = self.having(bitmap, chosen, but=name)
            pairs = [(value, count) for value, map_ in maps.items() if (count := (map_ & among).bit_count())]
            counted[name] = dict(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))
        return counted
