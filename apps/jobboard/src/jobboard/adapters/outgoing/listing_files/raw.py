"""Rows as they were found, fit to be kept."""

import re
from collections.abc import Mapping

NO_TEXT = re.compile("[\x00\ud800-\udfff]")
"""What no database keeps as text: NUL, and bytes that were not UTF-8, which Python reads as lone surrogates.
"""


def require_text(raw: Mapping[str, str]) -> None:
    """Raises: ValueError, naming the values that are not text in UTF-8."""
    if damaged := [name for name, value in raw.items() if NO_TEXT.search(name + value)]:
        raise ValueError(f"{', '.join(map(_spelled, damaged))} is not text in UTF-8")


def spell_out(raw: Mapping[str, str]) -> dict[str, str]:
    """The row with such characters written as escapes, so that it can be kept and looked at."""
    return {_spelled(name): _spelled(value) for name, value in raw.items()}


def _spelled(text: str) -> str:
    return NO_TEXT.sub(lambda found: f"\\x{ord(found[0]) & 0xFF:02x}", text)
