"""A listing, put together from mapped fields."""

from collections.abc import Mapping

from jobboard.adapters.outgoing.listing_files.mapped_field import Field
from jobboard.core.domain.content import Content
from jobboard.core.domain.employment import Benefit, EmploymentType
from jobboard.core.domain.listing import Listing, Source
from jobboard.core.domain.money import Money, Period, SalaryRange
from jobboard.core.domain.place import Location, WorkArrangement, Workplace
from jobboard.core.domain.reference import ExternalRef

NEEDED = {"key", "organisation", "title", "language", "posted_on"}
NAMES = NEEDED | {
    *("description", "category", "last_day", "apply_url", "employment_types", "benefits"),
    *("salary_minimum", "salary_maximum", "currency", "period"),
    *("country", "region", "locality", "address"),
    *("workplace", "applicant_countries"),
}
WORLDWIDE = "worldwide"


def mapped_listing(source: Source, fields: Mapping[str, Field], raw: Mapping[str, str]) -> Listing:
    """What the record states. Raises: ValueError, with the reason why it is no listing."""
    text = {name: field.text(raw) for name, field in fields.items() if name not in ("employment_types", "benefits")}
    if missing := sorted(name for name in NEEDED if not text[name]):
        raise ValueError(f"{', '.join(missing)} missing")
    posted_on = fields["posted_on"].day(raw)
    assert posted_on is not None
    content = Content(
        title=" ".join(text["title"].split()),
        description=fields["description"].markdown(raw) if "description" in fields else "",
        language=text["language"],
        category=text.get("category", ""),
        salary=_salary(fields, raw, text),
        location=_location(text),
        arrangement=_arrangement(fields, raw, text.get("workplace", "")),
        employment_types=tuple(map(EmploymentType, _texts("employment_types", fields, raw))),
        benefits=tuple(map(Benefit, _texts("benefits", fields, raw))),
        apply_url=text.get("apply_url", ""),
        last_day=fields["last_day"].day(raw) if "last_day" in fields else None,
        time_zone=source.time_zone,
    )
    return Listing(ExternalRef(source.name, text["key"]), text["organisation"], posted_on, content)


def _salary(fields: Mapping[str, Field], raw: Mapping[str, str], text: Mapping[str, str]) -> SalaryRange | None:
    """The range; a single figure is both ends."""
    ends = [fields[name].number(raw) for name in ("salary_minimum", "salary_maximum") if name in fields]
    stated = [end for end in ends if end is not None]
    if not stated:
        return None
    for name in ("currency", "period"):
        if not text.get(name):
            raise ValueError(f"a salary of {stated[0]} has no {name}")
    currency = text["currency"].upper()
    return SalaryRange(Money.of(stated[0], currency), Money.of(stated[-1], currency), Period(text["period"].lower()))


def _location(text: Mapping[str, str]) -> Location | None:
    region, locality, address = (text.get(name, "") for name in ("region", "locality", "address"))
    if text.get("country"):
        return Location(text["country"].upper(), region, locality, address)
    if place := [part for part in (address, locality, region) if part]:
        raise ValueError(f"the place {', '.join(place)} has no country")
    return None


def _arrangement(fields: Mapping[str, Field], raw: Mapping[str, str], workplace: str) -> WorkArrangement | None:
    if not workplace:
        return None
    countries = _texts("applicant_countries", fields, raw)
    if workplace != Workplace.REMOTE:
        return WorkArrangement(Workplace(workplace))
    return WorkArrangement(Workplace.REMOTE, tuple(c for c in countries if c != WORLDWIDE), WORLDWIDE in countries)


def _texts(name: str, fields: Mapping[str, Field], raw: Mapping[str, str]) -> tuple[str, ...]:
    return fields[name].texts(raw) if name in fields else ()
