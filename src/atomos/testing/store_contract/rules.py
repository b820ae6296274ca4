"""The rules of the suite, each as the function that runs in memory and the expression that a store reads."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from atomos.core.domain.entity import Kind
from atomos.core.domain.expression import (
    And,
    Compare,
    Constant,
    Contains,
    EndsWith,
    Expression,
    IsNone,
    Lower,
    Not,
    OneOf,
    Or,
    Parameter,
    Path,
    StartsWith,
    Truth,
)
from atomos.core.domain.rule import Condition, Rule
from atomos.testing.store_contract.domain import Grade, Shade, Specimen

NOON = datetime(2024, 1, 1, 12, tzinfo=UTC)
TEXT = Path(("text",), Kind.TEXT)
NUMBER = Path(("number",), Kind.INTEGER)
MAYBE_TEXT = Path(("maybe_text",), Kind.TEXT, nullable=True)
MAYBE_NUMBER = Path(("maybe_number",), Kind.INTEGER, nullable=True)
MAYBE_PRICE = Path(("maybe_price",), Kind.NESTED, nullable=True)


@dataclass(frozen=True)
class Question:
    """A condition with the name that its test goes by; `nested` tells that it reaches into nested values."""

    name: str
    condition: Condition
    nested: bool = False


def asks(name: str, function: Callable[..., bool], expression: Expression, **values: Any) -> Question:
    """A question for specimens; the function calls the specimen `specimen`."""
    rule = Rule(function, "specimen", tuple(values), expression, f"{__name__}:{name}")
    return Question(name, Condition(rule, values), nested=name.startswith("nested"))


def constant(value: Any, kind: Kind = Kind.TEXT) -> Constant:
    """A value that a rule spells out."""
    return Constant(value, kind)


def _equals(specimen: Specimen, text: str | None) -> bool:
    return specimen.maybe_text == text


def _differs(specimen: Specimen, text: str | None) -> bool:
    return specimen.maybe_text != text


def _above(specimen: Specimen, number: int) -> bool:
    return specimen.maybe_number is not None and specimen.maybe_number > number


def _among(specimen: Specimen, numbers: Collection[int]) -> bool:
    return specimen.number in numbers


def _holds(specimen: Specimen, part: str) -> bool:
    return part in specimen.text


def _ends(specimen: Specimen, suffix: str) -> bool:
    return specimen.text.endswith(suffix)


def _lower(specimen: Specimen, text: str) -> bool:
    return specimen.text.lower() == text


def _since(specimen: Specimen, now: datetime) -> bool:
    return specimen.instant >= now


def _tagged(specimen: Specimen, tag: str) -> bool:
    return tag in specimen.tags


def _dear(specimen: Specimen, amount: Decimal) -> bool:
    return specimen.maybe_price is not None and specimen.maybe_price.amount >= amount


def _parameter(name: str, kind: Kind, *, nullable: bool = False) -> Parameter:
    return Parameter((name,), kind, nullable)


_ANY_TEXT = _parameter("text", Kind.TEXT, nullable=True)
_NUMBER_AFTER_GUARD = Path(("maybe_number",), Kind.INTEGER)
_EQUALS = Compare("==", MAYBE_TEXT, _ANY_TEXT)
_DIFFERS = Compare("!=", MAYBE_TEXT, _ANY_TEXT)
_ABOVE = And((Not(IsNone(MAYBE_NUMBER)), Compare(">", _NUMBER_AFTER_GUARD, _parameter("number", Kind.INTEGER))))
_DEAR = And(
    (
        Not(IsNone(MAYBE_PRICE)),
        Compare(">=", Path(("maybe_price", "amount"), Kind.DECIMAL), _parameter("amount", Kind.DECIMAL)),
    )
)

QUESTIONS: tuple[Question, ...] = (
    asks("equal", _equals, _EQUALS, text="b"),
    asks("equal to the empty text", _equals, _EQUALS, text=""),
    asks("equal to None", _equals, _EQUALS, text=None),
    asks("unequal", _differs, _DIFFERS, text="b"),
    asks("unequal to None", _differs, _DIFFERS, text=None),
    asks("absent", lambda specimen: specimen.maybe_price is None, IsNone(MAYBE_PRICE)),
    asks("above", _above, _ABOVE, number=1),
    asks("not above", lambda specimen, number: not _above(specimen, number), Not(_ABOVE), number=1),
    asks(
        "one of constants",
        lambda specimen: specimen.maybe_number in {0, 2},
        OneOf(MAYBE_NUMBER, (constant(0, Kind.INTEGER), constant(2, Kind.INTEGER))),
    ),
    asks("one of a parameter", _among, OneOf(NUMBER, _parameter("numbers", Kind.INTEGER)), numbers=[1, 3]),
    asks("one of nothing", _among, OneOf(NUMBER, _parameter("numbers", Kind.INTEGER)), numbers=()),
    *(
        asks(f"contains {part!r}", _holds, Contains(TEXT, _parameter("part", Kind.TEXT), Kind.TEXT), part=part)
        for part in ("", "an", "AN", "%", "_", "\\", "ü")
    ),
    asks("starts", lambda specimen: specimen.text.startswith("ba"), StartsWith(TEXT, constant("ba"))),
    asks(
        "starts with a wildcard",
        lambda specimen: specimen.text.startswith("%"),
        StartsWith(TEXT, constant("%")),
    ),
    asks("ends", _ends, EndsWith(TEXT, _parameter("suffix", Kind.TEXT)), suffix="a"),
    asks("ends in nothing", _ends, EndsWith(TEXT, _parameter("suffix", Kind.TEXT)), suffix=""),
    asks("lower", _lower, Compare("==", Lower(TEXT), _parameter("text", Kind.TEXT)), text="übung"),
    asks("flag", lambda specimen: specimen.flag, Truth(Path(("flag",), Kind.BOOLEAN))),
    asks("no flag", lambda specimen: not specimen.flag, Not(Truth(Path(("flag",), Kind.BOOLEAN)))),
    asks(
        "enum of texts",
        lambda specimen: specimen.shade == Shade.DARK,
        Compare("==", Path(("shade",), Kind.TEXT), constant("dark")),
    ),
    asks(
        "enum of numbers",
        lambda specimen: specimen.grade != Grade.HIGH,
        Compare("!=", Path(("grade",), Kind.INTEGER), constant(10, Kind.INTEGER)),
    ),
    asks(
        "since",
        _since,
        Compare(">=", Path(("instant",), Kind.DATETIME), _parameter("now", Kind.DATETIME)),
        now=NOON,
    ),
    asks(
        "amount",
        lambda specimen: specimen.amount > Decimal("9.5"),
        Compare(">", Path(("amount",), Kind.DECIMAL), constant(Decimal("9.5"), Kind.DECIMAL)),
    ),
    asks(
        "or",
        lambda specimen: specimen.number == 1 or specimen.text < "b",
        Or((Compare("==", NUMBER, constant(1, Kind.INTEGER)), Compare("<", TEXT, constant("b")))),
    ),
    asks(
        "nested list",
        _tagged,
        Contains(Path(("tags",), Kind.NESTED), _parameter("tag", Kind.TEXT), Kind.NESTED),
        tag='a "quoted" tag',
    ),
    asks("nested value", _dear, _DEAR, amount=Decimal("9.50")),
    asks(
        "nested absent",
        lambda specimen: specimen.price.currency is None,
        IsNone(Path(("price", "currency"), Kind.TEXT, nullable=True)),
    ),
)
