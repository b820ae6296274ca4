"""Makes a migration file from what changed in the entities. No database is needed for it."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from atomos.core.domain.entity import EntityType
from atomos.migrations.change import (
    AddColumn,
    Change,
    ColumnChange,
    CreateIndex,
    CreateSearchIndex,
    CreateTable,
    DropColumn,
    DropIndex,
    DropSearchIndex,
    DropTable,
    table_of,
)
from atomos.migrations.data_loss import refuse_data_loss
from atomos.migrations.history import History, load_history
from atomos.migrations.scratch import unmade_changes
from atomos.migrations.source import migration_source
from atomos.storage.search.names import collection_of
from atomos.storage.tables import metadata


def make(
    folder: Path,
    entity_types: Iterable[EntityType],
    words: str | None = None,
    *,
    allow_data_loss: bool = False,
) -> Path | None:
    """Write the next migration into `folder/versions`; `None` if nothing changed.

    `words` say what it does, in its name and its first line.

    Raises: WouldLoseData, Misconfigured (the files are no line, or one fails).
    """
    history = load_history(folder)
    changes = unmade_changes(history, metadata(entity_types))
    if not changes:
        return None
    if not allow_data_loss:
        refuse_data_loss(changes)
    return _write(history, words or title(changes), changes)


def make_empty(folder: Path, words: str) -> Path:
    """Write the next migration without a change, to be filled in by hand: a rename, or a change of rows.

    Raises: Misconfigured.
    """
    return _write(load_history(folder), words, ())


def title(changes: Sequence[Change]) -> str:
    """A few words for changes: `create tasks and notes`, `add due to tasks`, `create notes, change tasks`.

    Tables that atomos needs for itself are named only where there is nothing else to tell.
    """
    changes = [change for change in changes if not table_of(change).startswith("atomos_")] or changes
    created = [change.table.name for change in changes if isinstance(change, CreateTable)]
    dropped = [change.name for change in changes if isinstance(change, DropTable)]
    searched = [collection_of(each.table) for each in changes if isinstance(each, CreateSearchIndex | DropSearchIndex)]
    apart = (CreateTable, DropTable, CreateSearchIndex, DropSearchIndex)
    others = [change for change in changes if not isinstance(change, apart)]
    named = (("create", created), ("drop", dropped), ("search", dict.fromkeys(searched)))
    parts = [f"{verb} {_listed(names)}" for verb, names in named if names]
    return ", ".join([*parts, _altered(others)] if others else parts)


def _altered(changes: Sequence[CreateIndex | DropIndex | ColumnChange]) -> str:
    tables = _listed(dict.fromkeys(change.table for change in changes))
    added = [change.column.name for change in changes if isinstance(change, AddColumn)]
    dropped = [change.name for change in changes if isinstance(change, DropColumn)]
    if len(added) == len(changes):
        return f"add {_listed(added)} to {tables}"
    if len(dropped) == len(changes):
        return f"drop {_listed(dropped)} from {tables}"
    return f"change {tables}"


def _write(history: History, words: str, changes: Sequence[Change]) -> Path:
    name = history.next_name(words)
    path = history.folder / "versions" / f"{name}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    sentence = words[:1].upper() + words[1:].rstrip(".")
    path.write_text(migration_source(sentence, name, history.head, changes), encoding="utf-8")
    return path


def _listed(names: Iterable[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
