"""From the parts of a question to what an index looks for: stems, beginnings, synonyms, and words misspelled."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from atomos.storage.search.analysis import Analyser, words_in
from atomos.storage.search.match import Alternative, Match
from atomos.storage.search.question import Part
from atomos.storage.search.vocabulary import SHORTEST, Vocabulary, meant

_BEGINNINGS = 40
"""Words that the beginning of one is taken for."""

Synonyms = Mapping[tuple[str, ...], tuple[tuple[str, ...], ...]]
"""Terms by the terms that they may stand for."""


@dataclass(frozen=True, slots=True)
class Expansion:
    """Expands the questions to one index. Lives as long as the index."""

    analyser: Analyser
    synonyms: Synonyms

    async def match(self, parts: Sequence[Part], vocabulary: Vocabulary, *, doubt: bool = False) -> Match:
        """What to look for. With `doubt` known words, too, may be misspelled."""
        wanted = self._important([part for part in parts if part.sign != "-"])
        words = {word for part in wanted for word in part.words}
        known = frozenset(await vocabulary.known(words | {self.analyser.term(word) for word in words}))
        read_as: dict[str, tuple[str, ...]] = {}
        groups: list[tuple[Alternative, ...]] = []
        for part, spelled in self._with_synonyms(wanted):
            group = list(spelled)
            if not part.sign and not part.phrase and len(part.words) == 1:
                group += await self._other_words(part, known, vocabulary, doubt, read_as)
            groups.append(tuple(dict.fromkeys(group)))
        return Match(
            required=tuple(groups),
            excluded=tuple(self._literal(part) for part in parts if part.sign == "-"),
            whole=whole_term(self.analyser.terms(w for part in parts if part.sign != "-" for w in part.words)),
            words=len(words),
            read_as=read_as,
        )

    async def _other_words(
        self,
        part: Part,
        known: frozenset[str],
        vocabulary: Vocabulary,
        doubt: bool,
        read_as: dict[str, tuple[str, ...]],
    ) -> list[Alternative]:
        word = part.words[0]
        others: Sequence[str] = ()
        if part.unfinished and len(word) >= SHORTEST:
            others = await vocabulary.beginning(word, _BEGINNINGS)
        unknown = word not in known and self.analyser.term(word) not in known
        if doubt or (unknown and not others):
            corrected = await meant(vocabulary, word)
            if corrected:
                read_as[part.text] = corrected
            others = (*others, *corrected)
        return [Alternative((self.analyser.term(other),)) for other in others]

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


def read_synonyms(declared: Mapping[str, tuple[str, ...]], analyser: Analyser) -> Synonyms:
    """The declared synonyms in terms."""
    read = {
        analyser.terms(words_in(key)): tuple(analyser.terms(words_in(value)) for value in values)
        for key, values in declared.items()
    }
    return {key: values for key, values in read.items() if key}


def whole_term(terms: Sequence[str]) -> str | None:
    """One term for a text of just these terms; `None` for none, or for a text that is longer than a title."""
    if not 0 < len(terms) <= 40:
        return None
    return "w" + hashlib.blake2b(" ".join(terms).encode(), digest_size=8).hexdigest()


def _words(parts: Sequence[Part]) -> tuple[str, ...]:
    return tuple(word for part in parts for word in part.words)
