"""A posting as search engines want it: `JobPosting` of schema.org, as Google reads it.

It belongs on the page of the posting only, and says nothing that the page does not say.

Source: https://developers.google.com/search/docs/appearance/structured-data/job-posting
"""

from typing import Any

from jobboard.core.domain.completeness import missing
from jobboard.core.domain.content import Content, LocalizedText
from jobboard.core.domain.employment import OccupationScheme
from jobboard.core.domain.money import Money, SalaryRange
from jobboard.core.domain.place import Location, Workplace
from jobboard.core.domain.query import PostingDetail


def structured_data(
    posting: PostingDetail, address: str, description: str, *, text: LocalizedText | None = None
) -> dict[str, Any] | None:
    """What `<script type="application/ld+json">` holds, or `None` where it would be wrong or incomplete.

    `address` is that of the page, `description` the HTML that it shows; `text` is one of the `texts` of the
    content, where the page does not show it in its own language. Nothing is said of a posting that is
    over, has no text of its own, or names no place where it could be asked for: Google knows no word for
    "remote, from anywhere".
    """
    content = posting.content
    text = text or content.texts[0]
    where = _where(content)
    if not posting.open or missing(content) or not where:
        return None
    stated = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "url": address,
        "title": text.title,
        "description": description,
        "inLanguage": text.language,
        "datePosted": posting.published_at.isoformat(),
        "validThrough": content.closes_at and content.closes_at.isoformat(),
        "employmentType": [each.upper() for each in content.employment_types],
        "hiringOrganization": _organisation(posting, text.organisation_name or posting.organisation_name),
        "identifier": _identifier(posting),
        "baseSalary": content.salary and _salary(content.salary),
        "occupationalCategory": [each.code for each in content.occupations if each.scheme is OccupationScheme.ONET_SOC],
        **where,
    }
    return {name: value for name, value in stated.items() if value}


def _organisation(posting: PostingDetail, name: str) -> dict[str, str]:
    organisation = {"@type": "Organization", "name": name}
    return organisation | ({"sameAs": posting.organisation_website} if posting.organisation_website else {})


def _identifier(posting: PostingDetail) -> dict[str, str]:
    value = posting.reference.key if posting.reference else str(posting.id)
    return {"@type": "PropertyValue", "name": posting.organisation_name, "value": value}


def _where(content: Content) -> dict[str, Any]:
    """The place, and for fully remote work the countries from which one may do it."""
    where: dict[str, Any] = {"jobLocation": _place(content.location)} if content.location else {}
    arrangement = content.arrangement
    if arrangement and arrangement.workplace is Workplace.REMOTE and arrangement.applicant_countries:
        where["jobLocationType"] = "TELECOMMUTE"
        where["applicantLocationRequirements"] = [
            {"@type": "Country", "name": country} for country in arrangement.applicant_countries
        ]
    return where


def _place(location: Location) -> dict[str, Any]:
    address = {
        "@type": "PostalAddress",
        "streetAddress": location.address,
        "addressLocality": location.locality,
        "addressRegion": location.region.partition("-")[2],
        "addressCountry": location.country,
    }
    place: dict[str, Any] = {"@type": "Place", "address": {name: value for name, value in address.items() if value}}
    if location.latitude is not None:
        place["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": location.latitude,
            "longitude": location.longitude,
        }
    return place


def _salary(salary: SalaryRange) -> dict[str, Any]:
    stated: dict[str, Any] = {"@type": "QuantitativeValue", "unitText": salary.period.upper()}
    if salary.minimum == salary.maximum:
        stated["value"] = _number(salary.minimum)
    else:
        stated |= {"minValue": _number(salary.minimum), "maxValue": _number(salary.maximum)}
    return {"@type": "MonetaryAmount", "currency": salary.currency, "value": stated}


def _number(amount: Money) -> float | int:
    return int(amount.decimal) if amount.decimal == int(amount.decimal) else float(amount.decimal)
