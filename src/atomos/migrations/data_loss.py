"""Which changes would lose what is kept, and what to do instead."""

from collections.abc import Callable, Iterator, Sequence

from atomos.core.domain.errors import Misconfigured
from atomos.migrations.change import (
    AddColumn,
    Change,
    ChangeColumn,
    CreateTable,
    DropColumn,
    DropTable,
    table_of,
)
from atomos.storage.column_types import Decimal, Integer, Text, Uuid

_WIDER = frozenset({(Uuid, Text), (Integer, Text), (Integer, Decimal)})
"""Types from which to which every value survives, in both databases."""


class WouldLoseData(Misconfigured):
    """The changes would lose data, and nobody said that they may."""

    def __init__(self, losses: Sequence[str], hints: Sequence[str]) -> None:
        self.losses = tuple(losses)
        self.hints = tuple(hints)
        lines = [f"  - {loss}" for loss in losses] + [f"  hint: {hint}" for hint in hints]
        super().__init__("these changes would lose data:\n" + "\n".join(lines))


def refuse_data_loss(changes: Sequence[Change], is_empty: Callable[[str], bool] = lambda _: False) -> None:
    """Refuse what a table with rows would not survive; `is_empty` tells of a table that it has none.

    Raises: WouldLoseData, with all of it and how to go on.
    """
    losing = [(change, loss) for change in changes if (loss := _loss(change)) and not is_empty(table_of(change))]
    if losing:
        raise WouldLoseData([loss for _, loss in losing], [*_hints(changes), "to lose it, add --allow-data-loss"])


def _loss(change: Change) -> str | None:
    match change:
        case DropTable() | DropColumn():
            return str(change)
        case ChangeColumn(was=was) if was is not None and not _is_wider(change):
            return f"{change}: values may not fit"
        case ChangeColumn() if change.needs_backfill:
            return f"{change}: rows without a value have no default"
        case AddColumn() if change.needs_backfill:
            return f"{change}: rows that are there have no value for it"
    return None


def _is_wider(change: ChangeColumn) -> bool:
    return (type(change.was), type(change.column.type)) in _WIDER


def _hints(changes: Sequence[Change]) -> Iterator[str]:
    renames = [*_renamed_columns(changes), *_renamed_tables(changes)]
    if renames:
        yield "if this is a rename, run `atomos migrate make --empty` and write in the file: " + "; ".join(renames)
    for change in changes:
        if isinstance(change, AddColumn | ChangeColumn) and change.needs_backfill:
            name = f"{change.table}.{change.column.name}"
            yield f"give the field of {name} a default for old rows, or let it be None"


def _renamed_columns(changes: Sequence[Change]) -> Iterator[str]:
    added = [change for change in changes if isinstance(change, AddColumn)]
    for drop in changes:
        if isinstance(drop, DropColumn):
            for add in added:
                if add.table == drop.table and type(add.column.type) is type(drop.column_type):
                    yield f'op.alter_column("{drop.table}", "{drop.name}", new_column_name="{add.column.name}")'


def _renamed_tables(changes: Sequence[Change]) -> Iterator[str]:
    created = [change.table for change in changes if isinstance(change, CreateTable)]
    for drop in changes:
        if isinstance(drop, DropTable):
            for table in created:
                if drop.columns == set(table.columns.keys()):
                    yield f'op.rename_table("{drop.name}", "{table.name}")'
