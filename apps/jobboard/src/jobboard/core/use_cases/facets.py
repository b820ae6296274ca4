"""What narrows a list, and counts of what one may choose next."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jobboard.core.domain.money import Money
from jobboard.core.domain.posting import Posting
from jobboard.core.domain.query import ListPostings
from jobboard.core.domain.rules import (
    arranged_as,
    employed_as,
    filed_under,
    interviews_within,
    located_in,
    mentions,
    offers,
    pays,
    posted_by,
)
from jobboard.core.domain.text import SearchWords

PAYS = (30_000, 50_000, 75_000, 100_000, 150_000)
"""What a full-time year may be asked to pay at least, in the major unit."""

ROUNDS = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A part of a search: the rule that a posting has to meet, and with which values."""

    rule: Callable[..., bool]
    values: dict[str, Any]
    asked: bool

    def fits(self, posting: Posting) -> bool:
        return not self.asked or self.rule(posting, **self.values)


def narrowings(search: ListPostings) -> dict[str, Narrowing]:
    """The parts of the search by the names of their fields."""
    pay, place = search.least_pay, search.place.strip()
    words = SearchWords.of(search.words)
    least = {"least_yearly": pay and pay.amount, "currency": search.currency}
    return {
        "words": Narrowing(mentions, {"words": words}, words != SearchWords()),
        "place": Narrowing(located_in, {"place": place}, place != ""),
        "arrangement": _choice(arranged_as, arrangement=search.arrangement),
        "employment": _choice(employed_as, employment=search.employment),
        "category": _choice(filed_under, category=search.category),
        "organisation": _choice(posted_by, organisation=search.organisation),
        "benefit": _choice(offers, benefit=search.benefit),
        "rounds": _choice(interviews_within, rounds=search.rounds),
        "pay": Narrowing(pays, least, pay is not None),
    }


def count_facets(postings: Iterable[Posting], parts: Mapping[str, Narrowing]) -> dict[str, dict[str, int]]:
    """How many of the postings have each value, under all parts of the search but the one of the facet itself."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in VALUES}
    asked = {name: part for name, part in parts.items() if part.asked}
    for posting in postings:
        missed = [name for name, part in asked.items() if not part.fits(posting)]
        for name in VALUES if not missed else missed if len(missed) == 1 else ():
            if name in VALUES:
                counts[name].update(VALUES[name](posting))
    return {name: dict(sorted(counter.items(), key=_most_first)) for name, counter in counts.items()}


def _choice(rule: Callable[..., bool], **value: Any) -> Narrowing:
    return Narrowing(rule, value, any(each not in (None, "") for each in value.values()))


def _most_first(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]


def _pays(posting: Posting) -> Iterator[str]:
    if posting.salary is not None and posting.yearly_pay is not None:
        currency = posting.salary.currency
        for pay in PAYS:
            if posting.yearly_pay >= Money.of(Decimal(pay), currency).amount:
                yield f"{currency} {pay}"


def _rounds(posting: Posting) -> Iterator[str]:
    if posting.interview_rounds is not None:
        yield from (str(rounds) for rounds in ROUNDS if posting.interview_rounds <= rounds)


VALUES: dict[str, Callable[[Posting], Iterable[str]]] = {
    "place": lambda posting: [posting.location.locality] if posting.location and posting.location.locality else [],
    "arrangement": lambda posting: [posting.arrangement.workplace] if posting.arrangement else [],
    "employment": lambda posting: posting.employment_types,
    "category": lambda posting: [posting.category] if posting.category else [],
    "organisation": lambda posting: [posting.organisation_name],
    "benefit": lambda posting: posting.benefits,
    "rounds": _rounds,
    "pay": _pays,
}
"""What is counted by, under the names that a search knows it by."""
