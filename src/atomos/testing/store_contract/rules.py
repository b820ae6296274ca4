"""The rules of the suite, as a service would write them, and the questions that they make."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from atomos.core.domain.rule import Condition
from atomos.core.wiring.rule import compile_rule
from atomos.testing.store_contract.domain import SPECIMEN, Grade, Shade, Specimen

# ruff: noqa: D103 - the name of a rule says when it holds

NOON = datetime(2024, 1, 1, 12, tzinfo=UTC)
DEAR = Decimal("9.5")


@dataclass(frozen=True)
class Question:
    """A rule with its values; `nested` tells that it reaches into nested values."""

    rule: Callable[..., bool]
    values: Mapping[str, Any]
    nested: bool = False

    @property
    def name(self) -> str:
        """What its test is called by."""
        return " ".join([self.rule.__name__, *map(repr, self.values.values())])

    @property
    def condition(self) -> Condition:
        """What a store is asked with."""
        return Condition(compile_rule(self.rule, SPECIMEN), self.values)


def ask(rule: Callable[..., bool], **values: Any) -> Question:
    """A question about the plain fields."""
    return Question(rule, values)


def ask_nested(rule: Callable[..., bool], **values: Any) -> Question:
    """A question about nested values."""
    return Question(rule, values, nested=True)


def equals(specimen: Specimen, text: str | None) -> bool:
    return specimen.maybe_text == text


def differs(specimen: Specimen, text: str | None) -> bool:
    return specimen.maybe_text != text


def has_no_price(specimen: Specimen) -> bool:
    return specimen.maybe_price is None


def above(specimen: Specimen, number: int) -> bool:
    return specimen.maybe_number is not None and specimen.maybe_number > number


def not_above(specimen: Specimen, number: int) -> bool:
    return not above(specimen, number)


def between(specimen: Specimen) -> bool:
    return 1 <= specimen.number < 3


def among_constants(specimen: Specimen) -> bool:
    return specimen.maybe_number in {0, 2}


def not_among_constants(specimen: Specimen) -> bool:
    return specimen.maybe_number not in {0, 2}


def among(specimen: Specimen, numbers: tuple[int, ...]) -> bool:
    return specimen.number in numbers


def among_any(specimen: Specimen, numbers: Collection[int]) -> bool:
    return specimen.number in numbers


def holds(specimen: Specimen, part: str) -> bool:
    return part in specimen.text


def starts(specimen: Specimen, prefix: str) -> bool:
    return specimen.text.startswith(prefix)


def ends(specimen: Specimen, suffix: str) -> bool:
    return specimen.text.endswith(suffix)


def lower(specimen: Specimen, text: str) -> bool:
    return specimen.text.lower() == text


def flagged(specimen: Specimen) -> bool:
    return specimen.flag


def unflagged(specimen: Specimen) -> bool:
    return not specimen.flag


def dark(specimen: Specimen) -> bool:
    return specimen.shade == Shade.DARK


def not_high(specimen: Specimen) -> bool:
    return specimen.grade != Grade.HIGH


def since(specimen: Specimen, now: datetime) -> bool:
    return specimen.instant >= now


def large(specimen: Specimen) -> bool:
    return specimen.amount > DEAR


def either(specimen: Specimen) -> bool:
    return specimen.number == 1 or specimen.text < "b"


def tagged(specimen: Specimen, tag: str) -> bool:
    return tag in specimen.tags


def dear(specimen: Specimen, amount: Decimal) -> bool:
    return specimen.maybe_price is not None and specimen.maybe_price.amount >= amount


def without_currency(specimen: Specimen) -> bool:
    return specimen.price.currency is None


QUESTIONS: tuple[Question, ...] = (
    *(ask(rule, text=text) for rule in (equals, differs) for text in ("b", "", None)),
    ask(has_no_price),
    ask(above, number=1),
    ask(not_above, number=1),
    ask(between),
    ask(among_constants),
    ask(not_among_constants),
    ask(among, numbers=(1, 3)),
    ask(among, numbers=()),
    ask(among_any, numbers=[1, 3]),
    *(ask(holds, part=part) for part in ("", "an", "AN", "%", "_", "\\", "ü")),
    *(ask(starts, prefix=prefix) for prefix in ("", "ba", "BA", "%", "_")),
    *(ask(ends, suffix=suffix) for suffix in ("", "a", "%", "\\")),
    ask(lower, text="übung"),
    ask(flagged),
    ask(unflagged),
    ask(dark),
    ask(not_high),
    ask(since, now=NOON),
    ask(large),
    ask(either),
    ask_nested(tagged, tag='a "quoted" tag'),
    ask_nested(dear, amount=Decimal("9.50")),
    ask_nested(without_currency),
)
