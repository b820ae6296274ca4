"""The layout of a service: `layout.feature`, executed sentence by sentence."""

from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files

from atomos.architecture.gherkin import Sentence, read_sentences
from atomos.architecture.source import Source
from atomos.architecture.steps import STEPS
from atomos.core.wiring.fault import Fault


def layout_sentences() -> tuple[Sentence, ...]:
    """The specification that every service is held to."""
    return tuple(read_sentences((files("atomos.architecture") / "layout.feature").read_text("utf-8")))


def layout_faults(source: Source) -> Iterator[Fault]:
    """The faults of each sentence that does not hold, each naming it; none for a single file."""
    if source.is_single_file:
        return
    for sentence in layout_sentences():
        for fault in STEPS[sentence.text](source):
            yield replace(fault, message=f"{fault.message} – {sentence.scenario}: {sentence.text}")
