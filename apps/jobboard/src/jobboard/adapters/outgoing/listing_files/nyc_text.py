"""What New York City writes as free text: where the work is, and what it is."""

import re
from collections.abc import Mapping

from jobboard.adapters.outgoing.listing_files.mending import mend
from jobboard.adapters.outgoing.listing_files.plain_text import as_markdown
from jobboard.core.domain.place import Location

LOCALITIES = {
    "Brooklyn": r"brooklyn|bklyn",
    "Bronx": r"bronx|bx\b(?!.*river)",
    "Staten Island": r"staten\s+i|s\.\s?i\.",
    "Queens": r"queens|qns|corona|woodside|maspeth|ozone park|jamaica\b(?! ave)|l\.?\s?i\.?\s?c\b|l i city",
    "Valhalla": r"valhalla",
    "Kingston": r"kingston",
    "Shokan": r"shokan",
    "Grahamsville": r"grahamsville",
    "Downsville": r"downsville",
    "New York": r"\bn\.?\s?y\.?(,|\s|$)|new york|\bnyc\b|city hall|police plaza",
}
"""The places that an address names, and how; the first that fits, so that `Bklyn, N.Y.` is Brooklyn."""

SECTIONS = {
    "Job Description": "",
    "Minimum Qual Requirements": "Minimum requirements",
    "Preferred Skills": "Preferred skills",
    "Additional Information": "Additional information",
    "Hours/Shift": "Hours and shift",
    "Residency Requirement": "Residency",
    "To Apply": "How to apply",
}


def location(address: str) -> Location:
    """The address as published, in the state of New York, and the locality if the address names one."""
    found = (name for name, pattern in LOCALITIES.items() if re.search(rf"\b(?:{pattern})", address, re.IGNORECASE))
    return Location("US", "US-NY", next(found, ""), address)


def description(row: Mapping[str, str]) -> str:
    """The sections that the row has, as Markdown."""
    sections = ((title, _markdown(row.get(column, ""))) for column, title in SECTIONS.items())
    return "\n\n".join(f"## {title}\n\n{text}" if title else text for title, text in sections if text)


def _markdown(text: str) -> str:
    """Plain text as Markdown. The export has lost the line breaks: a run of spaces stands for one, a bullet
    begins one.
    """
    lines = re.split(r"\s{3,}|\s*(?=•)|\s{2,}(?=\d{1,2}\.\s)", re.sub(r"â€¢|·", "•", text))
    return "\n\n".join(as_markdown(line) for each in lines if (line := mend(each)))
