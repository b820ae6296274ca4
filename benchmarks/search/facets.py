"""Holds the counts of 200 searches to a walk through all listings: `python -m benchmarks.search.facets`."""

import asyncio
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence

from atomos.storage.search.analysis import Analyser, words_in
from benchmarks.search.listings import FACETS, TODAY, FindListings, Hours, Listing, is_open, pays
from benchmarks.search.source import external_listings
from benchmarks.search.stage import database, running

_SEARCHES = 200
_english = Analyser("en")


def searches(listings: Sequence[Listing], seed: int) -> Iterator[FindListings]:
    """Up to two words of a title, taken as they are written, and filters."""
    rng = random.Random(seed)  # noqa: S311 - the same each time
    for _ in range(_SEARCHES):
        listing = rng.choice(listings)
        words = [word for word in words_in(listing.title) if word not in _english.unimportant]
        yield FindListings(
            "".join(f"+{word} " for word in rng.sample(words, min(rng.randrange(3), len(words)))),
            agency=listing.agency if rng.random() < 0.3 else None,
            hours=rng.choice(list(Hours)) if rng.random() < 0.3 else None,
            least_pay=rng.choice((0, 50_000, 90_000)),
        )


def terms_of(listing: Listing) -> frozenset[str]:
    """All that a word may be found by."""
    texts = (listing.title, listing.agency, listing.category, listing.description)
    return frozenset(_english.term(word) for text in texts for word in words_in(text))


def expected(
    query: FindListings, listings: Sequence[tuple[Listing, frozenset[str]]]
) -> tuple[int, dict[str, Counter[str]]]:
    """The total and the counts, by looking at every listing; the counts of a facet leave out what is chosen of it."""
    wanted = set(_english.terms(words_in(query.words)))
    chosen = {"agency": query.agency, "hours": query.hours}
    found = [
        listing
        for listing, terms in listings
        if wanted <= terms and is_open(listing, TODAY) and pays(listing, query.least_pay)
    ]

    def having(but: str) -> list[Listing]:
        others = [(name, value) for name, value in chosen.items() if value is not None and name != but]
        return [listing for listing in found if all(getattr(listing, name) == value for name, value in others)]

    counts = {facet: Counter(str(getattr(each, facet)) for each in having(but=facet)) for facet in FACETS}
    return len(having(but="")), counts


async def measure(kind: str) -> bool:
    """Print how many searches of one database count as the walk does; whether all do."""
    listings = external_listings()
    known = [(listing, terms_of(listing)) for listing in listings]
    equal = 0
    with database(kind) as url:
        async with running(url, listings) as application:
            for query in searches(listings, seed=3):
                found = await application.execute(query)
                equal += (found.total, found.facets) == expected(query, known)
    print(f"{kind:<11}{equal} of {_SEARCHES} searches count as a walk through all listings does")
    return equal == _SEARCHES


if __name__ == "__main__":
    kinds = [kind for kind in ("sqlite", "postgresql") if kind in sys.argv] or ["sqlite", "postgresql"]
    equal = [asyncio.run(measure(kind)) for kind in kinds]
    sys.exit(0 if all(equal) else 1)
