"""Rules in the language of PostgreSQL."""

from collections.abc import Mapping, Sequence

from atomos.core.domain.entity import Kind
from atomos.storage.absence import Default
from atomos.storage.columns import POSTGRES_TYPES, quoted
from atomos.storage.values import Dialect

_FROM_JSON: Mapping[Kind, str] = {
    Kind.TEXT: "{}",
    Kind.BYTES: "decode({}, 'base64')",
    Kind.DURATION: (
        "(CASE WHEN starts_with({0}, '-') THEN -1000000 ELSE 1000000 END"
        " * extract(epoch FROM ltrim({0}, '-')::interval))"
    ),
}
"""How the text of a value in JSON becomes what a column of its kind holds, where a cast does not do it."""

_FOUND_BY_CONTAINMENT: Mapping[Kind, str] = {
    Kind.TEXT: "to_jsonb({})",
    Kind.UUID: "to_jsonb(({})::text)",
    Kind.INTEGER: "to_jsonb({})",
    Kind.BOOLEAN: "to_jsonb({})",
}
"""The items that look the same in every JSON that means them: an index can find them."""


class PostgresGrammar:
    """Typed columns; JSONB whose values are cast from their text."""

    dialect = Dialect.POSTGRES
    shares_placeholders = True

    def placeholder(self, number: int, kind: Kind) -> str:
        return f"${number}::{POSTGRES_TYPES[kind]}"

    def placeholder_of_choices(self, number: int, kind: Kind) -> str:
        return f"${number}::{POSTGRES_TYPES[kind]}[]"

    def path(self, steps: tuple[str, ...], kind: Kind, defaults: Sequence[Default] = ()) -> str:
        column = quoted(steps[0])
        if len(steps) == 1:
            return column
        instead = [(each.depth, f"({each.literal}::jsonb #>> '{{}}')") for each in defaults]
        return _from_json(_unless_missing(column, steps, instead, f"({column} #>> '{_inside(steps)}')"), kind)

    def sorted_path(self, steps: tuple[str, ...], kind: Kind, defaults: Sequence[Default] = ()) -> str:
        value = self.path(steps, kind, defaults)
        return value if len(steps) == 1 else self.compared(value, kind)

    def compared(self, value: str, kind: Kind) -> str:
        return f'{value} COLLATE "C"' if kind is Kind.TEXT else value

    def lower(self, text: str) -> str:
        return f'(lower({text} COLLATE "und-x-icu") COLLATE "C")'

    def same(self, one: str, other: str) -> str:
        """Written out, as no index answers `IS NOT DISTINCT FROM`."""
        there = f"{one} IS NOT NULL AND {other} IS NOT NULL AND {one} = {other}"
        return f"({there}) OR ({one} IS NULL AND {other} IS NULL)"

    def among(self, value: str, kind: Kind, choices: str) -> str:  # noqa: ARG002 - the kind is in the placeholder
        return f"{value} = ANY({choices})"

    def document(self, table: str, steps: tuple[str, ...], defaults: Sequence[Default] = ()) -> str:
        column = f"{quoted(table)}.{quoted(steps[0])}"
        instead = [(each.depth, f"{each.literal}::jsonb") for each in defaults]
        return _unless_missing(column, steps, instead, _object(column, steps))

    def holds(self, document: str, kind: Kind, item: str) -> str:
        if kind in _FOUND_BY_CONTAINMENT:
            return f"{document} @> {_FOUND_BY_CONTAINMENT[kind].format(item)}"
        items = f"jsonb_array_elements_text(nullif({document}, 'null')) AS each(item)"
        return f"EXISTS (SELECT FROM {items} WHERE {_from_json('each.item', kind)} = {item})"

    def contains(self, text: str, part: str) -> str:
        return f"strpos({text}, {part}) > 0"

    def starts(self, text: str, prefix: str) -> str:
        return f"starts_with({text}, {prefix})"

    def ends(self, text: str, suffix: str) -> str:
        return f"right({text}, length({suffix})) = {suffix}"


def _from_json(text: str, kind: Kind) -> str:
    return _FROM_JSON.get(kind, f"({{}})::{POSTGRES_TYPES[kind]}").format(text)


def _unless_missing(column: str, steps: tuple[str, ...], instead: Sequence[tuple[int, str]], value: str) -> str:
    """The value, but what stands instead of it where an object lacks the key at that depth."""
    if not instead:
        return value
    cases = (
        f"WHEN jsonb_typeof({_object(column, steps[:depth])}) = 'object'"
        f" AND {_object(column, steps[: depth + 1])} IS NULL THEN {default}"
        for depth, default in instead
    )
    return f"(CASE {' '.join(cases)} ELSE {value} END)"


def _object(column: str, steps: tuple[str, ...]) -> str:
    return column if len(steps) == 1 else f"({column} #> '{_inside(steps)}')"


def _inside(steps: tuple[str, ...]) -> str:
    return "{" + ",".join(steps[1:]) + "}"
