"""The entities of a folder, read into memory."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from atomos.adapters.outgoing.csv.flaw import Flaw, Flawed, refusal
from atomos.adapters.outgoing.csv.folder import Folder
from atomos.adapters.outgoing.csv.sheet import Line, Sheet
from atomos.adapters.outgoing.memory.image import Image
from atomos.adapters.outgoing.memory.table import Table
from atomos.core.domain.errors import AlreadyExists


def load(folder: Folder, sheets: Sequence[Sheet]) -> Image:
    """What the files hold; those that are missing are created. Raises: Misconfigured, with all flaws; Unavailable."""
    image = Image(sheet.type for sheet in sheets)
    flaws: dict[Path, list[Flaw]] = {}
    read: list[tuple[Table, Path, list[Line]]] = []
    for sheet, table in zip(sheets, image.tables, strict=True):
        path = folder.path / sheet.name
        try:
            lines = _lines(folder, sheet)
        except Flawed as error:
            flaws[path] = list(error.flaws)
        else:
            read.append((table, path, lines))
            flaws[path] = list(_placing_flaws(table, lines))
    if not any(flaws.values()):
        flaws = {path: list(_reference_flaws(image, table, lines)) for table, path, lines in read}
    if any(flaws.values()):
        raise refusal(flaws)
    folder.replace({sheet.name: sheet.text(()) for sheet in sheets if not (folder.path / sheet.name).exists()})
    return image


def _lines(folder: Folder, sheet: Sheet) -> list[Line]:
    content = folder.read(sheet.name)
    return [] if content is None else sheet.read(content.data, content.at)


def _placing_flaws(table: Table, lines: Sequence[Line]) -> Iterator[Flaw]:
    """Put the lines into the table; those that have no place there are flaws."""
    numbers: dict[object, int] = {}
    for line in lines:
        id = line.row.entity.id
        first = numbers.setdefault(id, line.number)
        if first != line.number:
            yield Flaw(line.number, f"the id {id} stands in line {first} already; give each its own", "id")
            continue
        try:
            table.replace(id, line.row)
        except AlreadyExists as error:
            yield Flaw(line.number, f"{error}; change one of them", ", ".join(error.fields))


def _reference_flaws(image: Image, table: Table, lines: Sequence[Line]) -> Iterator[Flaw]:
    for line in lines:
        for field in image.broken_references(table, line.row.entity):
            target = table.type.references[field].__name__
            id = getattr(line.row.entity, field)
            yield Flaw(line.number, f"no {target} has the id {id}; add one, or mend the id", field)
