"""Any feed of postings, read as a mapping file (TOML) tells: which column or field says what.

Nothing is guessed: a salary without a period or a currency, or a value that a `map` does not name, refuses its
row. See docs/how-to/import.md for the format.
"""

import csv
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jobboard.adapters.outgoing.listing_files import json_lines
from jobboard.adapters.outgoing.listing_files.mapped_field import Field, field
from jobboard.adapters.outgoing.listing_files.mapped_listing import NAMES, NEEDED, mapped_listing
from jobboard.adapters.outgoing.listing_files.raw import require_text, spell_out
from jobboard.core.domain.listing import Row, Source

SETTINGS = {"name", "credit", "note", "time_zone", "format", "records", "delimiter", "fields"}
FORMATS = ("csv", "json", "json-lines")


@dataclass(frozen=True, slots=True)
class Feed:
    """A source that a mapping file describes."""

    source: Source
    format: str
    records: str
    delimiter: str
    fields: Mapping[str, Field]

    def read(self, path: Path) -> Iterator[Row]:
        """Every record of the file. Raises: ValueError (not such a file)."""
        match self.format:
            case "csv":
                return self._csv(path)
            case "json":
                return self._json(path)
            case _:
                return json_lines.read(path, self.parse)

    def reread(self, number: int, raw: Mapping[str, str]) -> Row:
        return json_lines.reread(number, raw, self.parse)

    def parse(self, number: int, raw: Mapping[str, str]) -> Row:
        """One record: a listing, or the reason why it is none."""
        key = ""
        try:
            require_text(raw)
            key = self.fields["key"].text(raw)
            return Row(number, key, dict(raw), mapped_listing(self.source, self.fields, raw))
        except ValueError as error:
            return Row(number, key, spell_out(raw), str(error))

    def _csv(self, path: Path) -> Iterator[Row]:
        with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
            lines = csv.reader(file, delimiter=self.delimiter)
            try:
                header = next(lines, [])
                if missing := sorted({each.source for each in self.fields.values()} - {"", *header}):
                    raise ValueError(f"{path} has no column {', '.join(missing)}, which the mapping file names")
                for number, values in enumerate(lines, start=2):
                    raw = dict(zip(header, values, strict=False))
                    if len(values) == len(header):
                        yield self.parse(number, raw)
                    else:
                        raw[""] = self.delimiter.join(values[len(header) :])
                        reason = f"has {len(values)} values for {len(header)} columns"
                        yield Row(number, "", spell_out(raw), reason)
            except csv.Error as error:
                raise ValueError(f"{path} is not CSV: {error} in line {lines.line_num}") from None

    def _json(self, path: Path) -> Iterator[Row]:
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            for name in filter(None, self.records.split(".")):
                found = found[name]
        except (ValueError, LookupError, TypeError) as error:
            place = f" at {self.records}" if self.records else ""
            raise ValueError(f"{path} is not JSON with a list of postings{place}: {error}") from None
        if not isinstance(found, list):
            raise ValueError(f"{path} is not JSON with a list of postings")
        for number, each in enumerate(found, start=1):
            yield json_lines.parse_line(number, json.dumps(each), self.parse)


def feed(path: Path) -> Feed:
    """The source that this mapping file describes. Raises: ValueError, with all that is wrong with it."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ValueError(f"{path} is no mapping file: {error}") from None
    if wrong := list(_wrong(told)):
        raise ValueError(f"{path} is no mapping file: {'; '.join(wrong)}")
    return Feed(
        source=Source(told["name"], told["credit"], told["time_zone"], told.get("note", "")),
        format=told["format"],
        records=told.get("records", ""),
        delimiter=told.get("delimiter", ","),
        fields={name: field(name, spec) for name, spec in told["fields"].items()},
    )


def _wrong(told: Mapping[str, Any]) -> Iterator[str]:
    for name in ("name", "credit", "time_zone", "format", "fields"):
        if name not in told:
            yield f"{name} is missing"
    if unknown := sorted(told.keys() - SETTINGS):
        yield f"{', '.join(unknown)} is not a setting; they are {', '.join(sorted(SETTINGS))}"
    if told.get("format", "csv") not in FORMATS:
        yield f"the format {told['format']!r} is none of {', '.join(FORMATS)}"
    fields = told.get("fields", {})
    if missing := sorted(NEEDED - fields.keys()):
        yield f"no field is mapped to {', '.join(missing)}"
    if unknown := sorted(fields.keys() - NAMES):
        yield f"a posting has no {', '.join(unknown)}; it has {', '.join(sorted(NAMES))}"
