"""The cells of a CSV file, line by line (RFC 4180, in UTF-8, with or without a byte order mark)."""

import csv
import io
import sys
from dataclasses import dataclass

from atomos.adapters.outgoing.csv.flaw import Flaw, Flawed


@dataclass(frozen=True, slots=True)
class Record:
    """The texts of one line, which may go on over several, and the number of the first."""

    number: int
    texts: list[str]


def records_of(content: bytes) -> list[Record]:
    """The header and all lines that are not empty. Raises: Flawed."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Flawed(Flaw(line, "the text is not UTF-8; save the file as CSV in UTF-8")) from error
    records = _parsed(text)
    if not records or records[0].number != 1:
        raise Flawed(Flaw(1, "the header is missing; write the names of the fields, or remove the file"))
    return records


def _parsed(text: str) -> list[Record]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    limit = csv.field_size_limit(sys.maxsize)  # Python's own limit of 128 KiB a cell is one of the whole process
    records, first = [], 1
    try:
        for texts in reader:
            if any(texts):
                records.append(Record(first, texts))
            first = reader.line_num + 1
    except csv.Error as error:
        hint = "close the quotation marks, and double those inside a cell"
        raise Flawed(Flaw(first, f"the quotation marks do not match; {hint}")) from error
    finally:
        csv.field_size_limit(limit)
    return records
