"""Gherkin, as much of it as the layout is written in: a feature, its scenarios, and their steps.

Source: https://cucumber.io/docs/gherkin/reference/
"""

from collections.abc import Iterator
from dataclasses import dataclass

_STEPS = ("Given ", "When ", "Then ", "And ", "But ")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One step without its keyword, and the scenario that it belongs to."""

    scenario: str
    text: str


def read_sentences(feature: str) -> Iterator[Sentence]:
    """Every step of a feature, in order. Raises: ValueError (a line that is no Gherkin)."""
    scenario = ""
    for number, line in enumerate(feature.splitlines(), start=1):
        text = line.strip()
        if text.startswith("Scenario:"):
            scenario = text.removeprefix("Scenario:").strip()
        elif text.startswith(_STEPS):
            yield Sentence(scenario, text.partition(" ")[2].rstrip(","))
        elif text and not text.startswith(("Feature:", "#")):
            raise ValueError(f"line {number} is no Gherkin: {text}")
