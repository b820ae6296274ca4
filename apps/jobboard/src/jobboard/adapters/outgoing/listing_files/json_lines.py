"""Files with one JSON object a line."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from jobboard.adapters.outgoing.listing_files.raw import spell_out
from jobboard.core.domain.listing import Row

Parse = Callable[[int, Mapping[str, str]], Row]


def read(path: Path, parse: Parse) -> Iterator[Row]:
    """Every line of the file, its record parsed."""
    with path.open(encoding="utf-8", errors="surrogateescape") as file:
        for number, line in enumerate(file, start=1):
            yield parse_line(number, line, parse)


def parse_line(number: int, line: str, parse: Parse) -> Row:
    try:
        raw = record(json.loads(line))
    except json.JSONDecodeError as error:
        return Row(number, "", spell_out({"line": line.strip()}), f"is not JSON: {error}")
    except ValueError as error:
        return Row(number, "", spell_out({"line": line.strip()}), str(error))
    return parse(number, raw)


def reread(number: int, raw: Mapping[str, str], parse: Parse) -> Row:
    """A record, or the line that was none."""
    return parse_line(number, raw["line"], parse) if raw.keys() == {"line"} else parse(number, raw)


def record(found: Any) -> dict[str, str]:
    """An object as it is kept: texts as they are, other values as JSON; what is null is left out.

    Raises: ValueError (it is no object).
    """
    if not isinstance(found, dict):
        raise ValueError("is not a JSON object")
    return {name: _kept(value) for name, value in found.items() if value is not None}


def _kept(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
