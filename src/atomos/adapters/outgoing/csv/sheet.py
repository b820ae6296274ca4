"""One collection as the text of a CSV file: a header with the names of the fields, then a line for each entity.

The hidden columns come last: `_version`, `_created_at`, `_updated_at`, and `_type` where variants share the file.
Who adds a line by hand may leave them empty, or out.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from atomos.adapters.outgoing.csv.cell import Cell
from atomos.adapters.outgoing.csv.flaw import Flaw, Flawed
from atomos.adapters.outgoing.csv.records import Record, records_of
from atomos.adapters.outgoing.memory.table import Row
from atomos.core.domain.entity import EntityType, Field, Kind

VERSION, CREATED_AT, UPDATED_AT, TYPE = "_version", "_created_at", "_updated_at", "_type"
HIDDEN = (
    Field(VERSION, int, Kind.INTEGER, nullable=True, default=None),
    Field(CREATED_AT, datetime, Kind.DATETIME, nullable=True, default=None),
    Field(UPDATED_AT, datetime, Kind.DATETIME, nullable=True, default=None),
)
_SPECIAL = re.compile(r'[",\r\n]')


@dataclass(frozen=True, slots=True)
class Line:
    """An entity that was read, and the line of the file on which it begins."""

    number: int
    row: Row


class Sheet:
    """The file of one entity type.

    Lives as long as the store, and remembers the text of rows, so that a row is written out once.
    """

    def __init__(self, entity_type: EntityType) -> None:
        self.type = entity_type
        self.name = f"{entity_type.collection}.csv"
        self._fields = (*entity_type.fields, *HIDDEN)
        self._cells = {field.name: Cell(field) for field in self._fields}
        self._variants = entity_type.variants or {entity_type.cls.__name__: entity_type.cls}
        self._columns = (*self._cells, TYPE) if entity_type.polymorphic else tuple(self._cells)
        self._written: dict[Any, tuple[Row, str]] = {}

    def text(self, rows: Iterable[Row]) -> str:
        """The whole file."""
        before, self._written = self._written, {}
        for row in rows:
            known = before.get(row.entity.id)
            text = known[1] if known is not None and known[0] is row else self._line(row)
            self._written[row.entity.id] = (row, text)
        return _joined(self._columns) + "".join(text for _, text in self._written.values())

    def read(self, content: bytes, at: datetime) -> list[Line]:
        """The entities of a file; `at` is taken for times that were left out. Raises: Flawed."""
        header, *records = records_of(content)
        if flaws := self._header_flaws(header.texts):
            raise Flawed(*flaws)
        lines = []
        for record in records:
            try:
                lines.append(Line(record.number, self._row(header, record, at)))
            except Flawed as error:
                flaws += error.flaws
        if flaws:
            raise Flawed(*flaws)
        return lines

    def _line(self, row: Row) -> str:
        values = (*row.values, row.version, row.created_at, row.updated_at)
        texts = [cell.write(value) for cell, value in zip(self._cells.values(), values, strict=True)]
        return _joined([*texts, type(row.entity).__name__] if self.type.polymorphic else texts)

    def _header_flaws(self, names: Sequence[str]) -> list[Flaw]:
        if len(names) == 1 and re.search(r"[;\t]", names[0]):
            return [Flaw(1, "the columns are not separated by commas; save the file as CSV with commas")]
        flaws = []
        for position, name in enumerate(names):
            if name in names[:position]:
                flaws.append(Flaw(1, "this column is there twice; remove one of them", name))
            elif name not in self._columns:
                known = ", ".join(field.name for field in self.type.fields)
                hint = f"remove the column, or call it one of {known}"
                flaws.append(Flaw(1, f"{self.type.cls.__name__} has no such field; {hint}", name or '""'))
        missing = [f.name for f in self._fields if f.name not in names and f.default is ...]
        flaws += [Flaw(1, "this column is missing; add it, with a value in each line", name) for name in missing]
        return flaws

    def _row(self, header: Record, record: Record, at: datetime) -> Row:
        if len(record.texts) != len(header.texts):
            counts = f"this line has {len(record.texts)} cells, the header has {len(header.texts)}"
            raise Flawed(Flaw(record.number, f"{counts}; put text that holds a comma in quotation marks"))
        texts = dict(zip(header.texts, record.texts, strict=True))
        values, flaws = {field.name: field.default for field in self._fields}, []
        for name in filter(self._cells.__contains__, header.texts):
            try:
                values[name] = self._cells[name].read(texts[name])
            except ValueError as error:
                flaws.append(Flaw(record.number, str(error), name))
        cls = self._variants.get(texts.get(TYPE) or self.type.cls.__name__)
        if cls is None:
            hint = f"write one of {', '.join(self._variants)}"
            flaws.append(Flaw(record.number, f'"{texts[TYPE]}" is no type of {self.type.name}; {hint}', TYPE))
        if flaws or cls is None:
            raise Flawed(*flaws)
        own = self.type.variant_fields.get(cls, {field.name: field for field in self.type.fields})
        if empty := [name for name, field in own.items() if values[name] is None and not field.nullable]:
            raise Flawed(*(Flaw(record.number, f"a {cls.__name__} must have a value here", name) for name in empty))
        state = tuple(values[field.name] if field.name in own else None for field in self.type.fields)
        times = values[CREATED_AT] or at, values[UPDATED_AT] or at
        return Row(self.type.restore(cls, state), state, values[VERSION] or 1, *times)


def _joined(texts: Iterable[str]) -> str:
    return ",".join(map(_quoted, texts)) + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _SPECIAL.search(text) else text
