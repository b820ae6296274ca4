"""Rules in the language of SQLite."""

from collections.abc import Mapping, Sequence

from atomos.core.domain.entity import Kind
from atomos.storage.absence import Default
from atomos.storage.columns import quoted
from atomos.storage.values import Dialect

_FROM_JSON: Mapping[Kind, str] = {
    Kind.DATETIME: "atomos_instant({})",
    Kind.TIME: "atomos_time({})",
    Kind.DURATION: "atomos_duration({})",
    Kind.BYTES: "atomos_bytes({})",
}
"""How a value in JSON becomes what a column of its kind holds; a kind that is not here is the same in both."""

_FROM_CHOICES: Mapping[Kind, str] = {Kind.FLOAT: "atomos_float(value)", Kind.BYTES: "atomos_bytes(value)"}


class SqliteGrammar:
    """Times, decimals and UUIDs are text; JSON is text that `json_extract` reads."""

    dialect = Dialect.SQLITE
    shares_placeholders = False

    def placeholder(self, number: int, kind: Kind) -> str:  # noqa: ARG002 - placeholders bear no number or type
        return "?"

    placeholder_of_choices = placeholder

    def path(self, steps: tuple[str, ...], kind: Kind, defaults: Sequence[Default] = ()) -> str:
        column = quoted(steps[0])
        if len(steps) == 1:
            return column
        instead = [(each.depth, _value_at(each.literal, "$", kind)) for each in defaults]
        return _unless_missing(column, steps, instead, _value_at(column, _inside(steps), kind))

    def sorted_path(self, steps: tuple[str, ...], kind: Kind, defaults: Sequence[Default] = ()) -> str:
        return self.compared(self.path(steps, kind, defaults), kind)

    def compared(self, value: str, kind: Kind) -> str:
        return f"{value} COLLATE atomos_decimal" if kind is Kind.DECIMAL else value

    def lower(self, text: str) -> str:
        return f"atomos_lower({text})"

    def same(self, one: str, other: str) -> str:
        return f"{one} IS {other}"

    def among(self, value: str, kind: Kind, choices: str) -> str:
        item = _FROM_CHOICES.get(kind, "value")
        return f"{self.compared(value, kind)} IN (SELECT {item} FROM json_each({choices}))"

    def document(self, table: str, steps: tuple[str, ...], defaults: Sequence[Default] = ()) -> str:
        column = f"{quoted(table)}.{quoted(steps[0])}"
        if len(steps) == 1:
            return column
        instead = [(each.depth, each.literal) for each in defaults]
        return _unless_missing(column, steps, instead, f"json_extract({column}, '{_inside(steps)}')")

    def holds(self, document: str, kind: Kind, item: str) -> str:
        if kind is Kind.FLOAT:
            return f"atomos_holds_float({document}, {item})"
        value = _FROM_JSON.get(kind, "{}").format("each.value")
        items = f"SELECT {value} FROM json_each({document}) AS each WHERE each.value IS NOT NULL"
        return f"{self.compared(item, kind)} IN ({items})"

    def contains(self, text: str, part: str) -> str:
        return f"instr({text}, {part}) > 0"

    def starts(self, text: str, prefix: str) -> str:
        return f"instr({text}, {prefix}) = 1"

    def ends(self, text: str, suffix: str) -> str:
        return f"atomos_ends({text}, {suffix})"


def _value_at(document: str, path: str, kind: Kind) -> str:
    if kind is Kind.FLOAT:
        return f"atomos_float_at({document}, '{path}')"
    return _FROM_JSON.get(kind, "{}").format(f"json_extract({document}, '{path}')")


def _unless_missing(column: str, steps: tuple[str, ...], instead: Sequence[tuple[int, str]], value: str) -> str:
    """The value, but what stands instead of it where an object lacks the key at that depth."""
    if not instead:
        return value
    cases = (
        f"WHEN json_type({column}, '{_inside(steps[:depth])}') = 'object'"
        f" AND json_type({column}, '{_inside(steps[: depth + 1])}') IS NULL THEN {default}"
        for depth, default in instead
    )
    return f"(CASE {' '.join(cases)} ELSE {value} END)"


def _inside(steps: tuple[str, ...]) -> str:
    return ".".join(("$", *steps[1:]))
