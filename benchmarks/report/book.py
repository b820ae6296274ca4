"""All samples of a run, looked up as spreads and as ratios."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.harness.sample import Sample
from benchmarks.harness.spread import Spread


@dataclass(frozen=True, slots=True)
class Key:
    """Who was measured at what."""

    work: str
    competitor: str
    store: str
    at: int | None = None


class Book:
    """Lives as long as a report is written."""

    def __init__(self, samples: Iterable[Sample]) -> None:
        self._rounds: dict[Key, dict[int, Sample]] = defaultdict(dict)
        for sample in samples:
            self._rounds[Key(sample.work, sample.competitor, sample.store, sample.at)][sample.round] = sample

    @property
    def keys(self) -> Sequence[Key]:
        """In the order in which they were first measured."""
        return tuple(self._rounds)

    def figures(self, key: Key) -> dict[str, Spread]:
        """Every figure of a key over its rounds."""
        samples = self._rounds.get(key, {}).values()
        names = dict.fromkeys(name for sample in samples for name in sample.figures)
        return {name: Spread.of(sample.figures[name] for sample in samples) for name in names}

    def ratio(self, key: Key, other: Key, figure: str) -> Spread | None:
        """The figure of one in multiples of another's, round by round, as neighbours in time share the weather."""
        ours, theirs = self._rounds.get(key, {}), self._rounds.get(other, {})
        both = [turn for turn in ours if turn in theirs and theirs[turn].figures.get(figure)]
        if not both:
            return None
        return Spread.of(ours[turn].figures[figure] / theirs[turn].figures[figure] for turn in both)

    def growth(self, work: str, competitor: str, store: str, figure: str) -> list[tuple[int, float]]:
        """The median of a figure at each point of what grows."""
        points = [(key.at, key) for key in self._rounds if key.at is not None]
        found = [(at, key) for at, key in points if (key.work, key.competitor, key.store) == (work, competitor, store)]
        return sorted((at, self.figures(key)[figure].median) for at, key in found)
