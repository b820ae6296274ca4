"""What people type who look for a known listing."""

import random
import re
import string
from collections.abc import Callable, Sequence

from benchmarks.search.listings import Listing

_LETTERS = string.ascii_lowercase


def whole(listing: Listing, rng: random.Random) -> str:  # noqa: ARG001 - one signature for all
    """The title as it is."""
    return listing.title


def minus_a_word(listing: Listing, rng: random.Random) -> str | None:
    """The title without one of its words."""
    words = listing.title.split()
    if len(words) < 2:
        return None
    words.pop(rng.randrange(len(words)))
    return " ".join(words)


def plus_agency(listing: Listing, rng: random.Random) -> str:  # noqa: ARG001 - one signature for all
    """The title and who offers it."""
    return f"{listing.title} {listing.agency}"


def misspelled(listing: Listing, rng: random.Random) -> str:
    """One typing error in every word of four letters or more."""
    return re.sub(r"[A-Za-z]{4,}", lambda word: _edited(word[0].lower(), rng), listing.title)


def _edited(word: str, rng: random.Random) -> str:
    at = rng.randrange(len(word))
    edits: Sequence[Callable[[], str]] = (
        lambda: word[:at] + word[at + 1 :],
        lambda: word[:at] + rng.choice(_LETTERS) + word[at:],
        lambda: word[:at] + rng.choice(_LETTERS.replace(word[at], "")) + word[at + 1 :],
        lambda: word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    )
    return rng.choice(edits)()


KINDS = (whole, minus_a_word, plus_agency, misspelled)
