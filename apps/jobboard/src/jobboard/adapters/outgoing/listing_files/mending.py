"""Putting damaged text right."""

import re

CAPITALS = frozenset(
    """
    BD CAD CDL DLS EIOT ESRI FMS GIS HA HR HRA HRBP II III IT IV LAN M/WBE NYC NYCTA OMB OPA QA RAU RTA VI WAN
    """.split()
)
"""What stays in capitals: the abbreviations of the city's own titles that are written in mixed case."""
SMALL = frozenset("a an and at by for from in of on or the to with".split())


def mend(text: str) -> str:
    """The text with mojibake turned back and white space made single.

    Mojibake is UTF-8 that was once read as Windows-1252: `â€™` was an apostrophe. A lone `Â` before white
    space or at the end is what is left of a no-break space.
    """
    turned_back = re.sub(r"[^\x00-\x7f]+", lambda found: _turn_back(found[0]), text)
    return " ".join(re.sub(r"Â(?=\s|$)", " ", turned_back).split())


def tidy_capitals(text: str) -> str:
    """A text all in capitals in mixed case, abbreviations kept; any other text as it is."""
    if text != text.upper() or not re.search(r"[A-Z]{4}", text):
        return text
    words = re.sub(r"(?:M/WBE)|[A-Z0-9']+", lambda found: _mixed(found[0]), text)
    return words[0].upper() + words[1:]


def _mixed(word: str) -> str:
    if word in CAPITALS or any(c.isdigit() for c in word):
        return word
    return word.lower() if word.lower() in SMALL else word.capitalize()


def _turn_back(run: str) -> str:
    pieces = re.findall(r"[ÂÃ][^\x00-\x7f]|[à-ï][^\x00-\x7f]{2}|[ð-ô][^\x00-\x7f]{3}|.", run, re.DOTALL)
    return "".join(_decoded(piece) for piece in pieces)


def _decoded(piece: str) -> str:
    """The character whose UTF-8 bytes these characters were; the piece itself if they never were."""
    try:
        return b"".join(_byte(c) for c in piece).decode()
    except UnicodeError:
        return piece


def _byte(character: str) -> bytes:
    """Windows-1252, with the five bytes that it leaves undefined."""
    return bytes([ord(character)]) if ord(character) <= 0xFF else character.encode("cp1252")
