"""From the parts of a question to what an index looks for: stems, beginnings, synonyms, and words misspelled."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from atomos.storage.search.analysis import Analyser, words_in
from atomos.storage.search.match import Alternative, Match
from atomos.storage.search.question import Part
from atomos.storage.search.vocabulary import Vocabulary, meant

_LONGEST_WHOLE = 40
"""Words of a text that someone may type as a whole."""

_BEGINNINGS = 40
"""Words that the beginning of one is taken for."""

_SHORTEST_BEGINNING = 3

Synonyms = Mapping[tuple[str, ...], tuple[tuple[str, ...], ...]]
"""Terms by the terms that they may stand for."""


@dataclass(frozen=True, slots=True)
class Expansion:
    """Expands the questions to one index. Lives as long as the index."""

    analyser: Analyser
    synonyms: Synonyms

    async def match(self, parts: Sequence[Part], vocabulary: Vocabulary, *, doubt: bool = False) -> Match:
        """What to look for. With `doubt` known words, too, may be misspelled, and unknown ones are left out."""
        wanted = self._important([part for part in parts if part.sign != "-"])
        words = {word for part in wanted for word in part.words}
        known = frozenset(await vocabulary.known(words | {self.analyser.term(word) for word in words}))
        reading = _Reading(self.analyser, vocabulary, known, doubt)
        groups: list[tuple[Alternative, ...]] = []
        for part, spelled in self._with_synonyms(wanted):
            others = await reading.others(part) if part.plain else ()
            if others is not None or len(spelled) > 1:
                groups.append(tuple(dict.fromkeys((*spelled, *(others or ())))))
        if not groups:
            groups = [(self._literal(part),) for part in wanted]
        whole = [word for part in parts if part.sign != "-" for word in part.words]
        return Match(
            required=tuple(groups),
            excluded=tuple(self._literal(part) for part in parts if part.sign == "-"),
            wholes=whole_terms(whole, self.analyser.terms(whole)),
            words=len(words),
            read_as=reading.read_as,
        )

    def _important(self, parts: list[Part]) -> list[Part]:
        """Without the words that stand in nearly every text, as long as others remain."""
        kept = [part for part in parts if part.sign or part.phrase or part.words[0] not in self.analyser.unimportant]
        return kept or parts

    def _with_synonyms(self, parts: Sequence[Part]) -> Iterator[tuple[Part, tuple[Alternative, ...]]]:
        """The parts with their alternatives; the words of a longer key become one part."""
        longest = max(map(len, self.synonyms), default=0)
        position = 0
        while position < len(parts):
            part = parts[position]
            for length in range(longest, 0, -1):
                several = parts[position : position + length]
                plain = len(several) == length and not any(each.sign or each.phrase for each in several)
                key = self.analyser.terms(word for each in several for word in each.words)
                if plain and key in self.synonyms:
                    others = tuple(Alternative(terms, phrase=len(terms) > 1) for terms in self.synonyms[key])
                    joined = part if length == 1 else Part(" ".join(p.text for p in several), _words(several))
                    yield joined, (Alternative(key), *others)
                    position += length
                    break
            else:
                yield part, (self._literal(part),)
                position += 1

    def _literal(self, part: Part) -> Alternative:
        return Alternative(self.analyser.terms(part.words), phrase=part.phrase)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One question, word by word. `known` are those of its words and stems that stand somewhere."""

    analyser: Analyser
    vocabulary: Vocabulary
    known: frozenset[str]
    doubt: bool
    read_as: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """What words were taken for; nothing for those that were left out."""

    async def others(self, part: Part) -> tuple[Alternative, ...] | None:
        """What a plain word may stand for as well; `None` to leave it out, as it stands nowhere."""
        word = part.words[0]
        found: Sequence[str] = ()
        if part.unfinished and len(word) >= _SHORTEST_BEGINNING:
            found = await self.vocabulary.beginning(word, _BEGINNINGS)
        unknown = not found and word not in self.known and self.analyser.term(word) not in self.known
        if self.doubt or unknown:
            corrected = await meant(self.vocabulary, word)
            if corrected or (self.doubt and unknown):
                self.read_as[part.text] = corrected
            found = (*found, *corrected)
        if self.doubt and unknown and not found:
            return None
        return tuple(Alternative((self.analyser.term(each),)) for each in found)


def read_synonyms(declared: Mapping[str, tuple[str, ...]], analyser: Analyser) -> Synonyms:
    """The declared synonyms in terms."""
    read = {
        analyser.terms(words_in(key)): tuple(analyser.terms(words_in(value)) for value in values)
        for key, values in declared.items()
    }
    return {key: values for key, values in read.items() if key}


def whole_terms(words: Sequence[str], terms: Sequence[str]) -> tuple[str, ...]:
    """Terms for a text of just these words: as they are written, and by their stems. A long text has none."""
    if not 0 < len(words) <= _LONGEST_WHOLE:
        return ()
    return tuple(f"w{hashlib.blake2b(' '.join(each).encode(), digest_size=8).hexdigest()}" for each in (words, terms))


def _words(parts: Sequence[Part]) -> tuple[str, ...]:
    return tuple(word for part in parts for word in part.words)
