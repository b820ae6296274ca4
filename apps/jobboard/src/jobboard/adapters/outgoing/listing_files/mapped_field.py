"""Where one value of a posting comes from in a record."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from jobboard.adapters.outgoing.listing_files.html_to_markdown import without_tags
from jobboard.adapters.outgoing.listing_files.plain_text import as_markdown

KEYS = {"from", "value", "map", "split", "as"}


@dataclass(frozen=True, slots=True)
class Field:
    """`source` is the column, or the path into a JSON record (`company.name`); without one, `value` is the same
    for all. `as_` tells how a text (`markdown`, `html`, `text`) or a day (`%d/%m/%Y`) is written.
    """

    name: str
    source: str = ""
    value: str = ""
    map: Mapping[str, str] = default(default_factory=dict)
    split: str = ","
    as_: str = ""

    def text(self, raw: Mapping[str, str]) -> str:
        """The value, translated; empty where the record has none. Raises: ValueError (not in the map)."""
        return self._translated(self._found(raw))

    def texts(self, raw: Mapping[str, str]) -> tuple[str, ...]:
        """The values of a list, or of a text that is one when it is split."""
        found = self._found(raw)
        listed = json.loads(found) if found.startswith("[") else found.split(self.split)
        return tuple(text for each in listed if (text := self._translated(str(each).strip())))

    def markdown(self, raw: Mapping[str, str]) -> str:
        text = self.text(raw)
        if self.as_ == "html":
            return without_tags(text)
        return "\n\n".join(map(as_markdown, text.split("\n"))) if self.as_ == "text" else text

    def day(self, raw: Mapping[str, str]) -> date | None:
        text = self.text(raw)
        if not text:
            return None
        try:
            found = datetime.strptime(text, self.as_) if self.as_ else datetime.fromisoformat(text)  # noqa: DTZ007 -- a day
        except ValueError:
            raise ValueError(f"{self.name}: {text!r} is not a date") from None
        return found.date()

    def number(self, raw: Mapping[str, str]) -> Decimal | None:
        text = self.text(raw)
        try:
            number = Decimal(text.replace(",", "")) if text else None
        except InvalidOperation:
            raise ValueError(f"{self.name}: {text!r} is not a number") from None
        return number

    def _found(self, raw: Mapping[str, str]) -> str:
        return _at(raw, self.source).strip() if self.source else self.value

    def _translated(self, text: str) -> str:
        if not self.map or not text:
            return text
        if text not in self.map:
            raise ValueError(f"{self.name}: {text!r} is none of {', '.join(self.map)}")
        return self.map[text]


def field(name: str, spec: Any) -> Field:
    """The field as a mapping file tells it: a text is where it comes from. Raises: ValueError."""
    told = {"from": spec} if isinstance(spec, str) else spec
    if not isinstance(told, dict) or told.keys() - KEYS or ("from" in told) == ("value" in told):
        raise ValueError(f"{name} is mapped by either from or value, and by map, split or as where needed")
    return Field(
        name=name,
        source=str(told.get("from", "")),
        value=str(told.get("value", "")),
        map={str(key): str(value) for key, value in told.get("map", {}).items()},
        split=told.get("split", ","),
        as_=told.get("as", ""),
    )


def _at(raw: Mapping[str, str], path: str) -> str:
    """The value of that name, or the one that the path leads to; empty where there is none."""
    if path in raw:
        return raw[path]
    name, *further = path.split(".")
    found: Any = json.loads(raw[name]) if further and raw.get(name, "").startswith("{") else None
    for step in further:
        found = found.get(step) if isinstance(found, dict) else None
    return "" if found is None else found if isinstance(found, str) else json.dumps(found, ensure_ascii=False)
