"""Addresses of searches: what is asked for, written so that it can be shared, and what leads on from there."""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

import msgspec

from atomos import Invalid
from jobboard.core.domain.query import ListPostings

PATH = "/postings"
OWN = ("limit", "facets")
"""What the page decides, not its address."""

DEFAULTS = {f.name: f.default for f in fields(ListPostings) if f.default is not MISSING and f.name not in OWN}


def read(given: Mapping[str, str]) -> ListPostings:
    """What an address asks for. Raises: Invalid (a value that is none, from a damaged or foreign address)."""
    asked = {name: value for name, value in given.items() if name in DEFAULTS and value != ""}
    try:
        return msgspec.convert({**asked, "facets": True}, ListPostings, strict=False)
    except ValueError as error:
        raise Invalid(str(error)) from None


def write(query: ListPostings, **changes: Any) -> str:
    """The address of this search with some parts changed; it begins at the first page unless `after` is given."""
    parts = urlencode(asked(replace(query, **{"after": None, **changes})))
    return f"{PATH}?{parts}" if parts else PATH


def feed(query: ListPostings, kind: str) -> str:
    """The address of a feed of this search: `rss`, `atom` or `json`."""
    parts = urlencode(asked(replace(query, sort=DEFAULTS["sort"], after=None)))
    return f"/feeds/{kind}?{parts}" if parts else f"/feeds/{kind}"


def asked(query: ListPostings) -> dict[str, str]:
    """The parts of the search that differ from the search for everything."""
    values = ((name, getattr(query, name)) for name in DEFAULTS)
    return {name: str(value) for name, value in values if value != DEFAULTS[name]}


def without(part: str) -> dict[str, Any]:
    """The change that leaves one part out; a pay goes with its currency."""
    names = ("pay", "currency") if part == "pay" else (part,)
    return {name: DEFAULTS[name] for name in names}


def choosing(facet: str, value: str) -> dict[str, Any]:
    """The change that chooses a value of a facet."""
    if facet == "pay":
        currency, _, amount = value.partition(" ")
        return {"pay": int(amount), "currency": currency}
    return {facet: int(value) if facet == "rounds" else value}


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a facet, how many postings have it, and the address with it chosen, or not any more."""

    value: str
    count: int
    address: str
    chosen: bool


def options(query: ListPostings, facet: str, counts: Mapping[str, int]) -> Iterator[Option]:
    """The choices of one facet; what was chosen is among them, even where nothing has it."""
    chosen = chosen_of(query, facet)
    for value, count in {**counts, **({chosen: counts.get(chosen, 0)} if chosen else {})}.items():
        change = without(facet) if value == chosen else choosing(facet, value)
        yield Option(value, count, write(query, **change), value == chosen)


def chips(query: ListPostings) -> Iterator[tuple[str, str, str]]:
    """Each part of the search, its value, and the address without it."""
    for part in asked(query):
        if part not in ("sort", "after", "currency"):
            yield part, chosen_of(query, part), write(query, **without(part))


def chosen_of(query: ListPostings, facet: str) -> str:
    """The value that was chosen, as the counts name it; empty for none."""
    value = getattr(query, facet)
    if facet == "pay":
        return f"{query.currency} {value}" if value is not None else ""
    return "" if value is None else str(value)
