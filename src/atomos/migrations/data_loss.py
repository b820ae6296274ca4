"""Which changes would lose what is kept, and what to do instead."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

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

    def __init__(self, losses: Iterable[str], hints: Iterable[str]) -> None:
        self.losses = tuple(losses)
        self.hints = tuple(hints)
        lines = [f"  - {loss}" for loss in self.losses] + [f"  hint: {hint}" for hint in self.hints]
        super().__init__("these changes would lose data:\n" + "\n".join(lines))


def refuse_data_loss(changes: Sequence[Change]) -> None:
    """Refuse to write changes that a table with rows would not survive.

    Raises: WouldLoseData, with all of them and how to go on.
    """
    if losses := [loss for change in changes if (loss := _loss(change))]:
        renames = "; ".join(rename.operation for rename in _renames(changes))
        by_hand = f"if this is a rename, run `atomos migrate make --empty` and write in the file: {renames}"
        raise WouldLoseData(losses, _hints(changes, by_hand if renames else ""))


def refuse_loss_of_rows(changes: Sequence[Change], is_empty: Callable[[str], bool]) -> None:
    """Refuse to make changes that rows which are there would not survive; `is_empty` tells of a table.

    Raises: WouldLoseData, with all of them and how to go on.
    """
    losing = [change for change in changes if _loss(change) and not is_empty(table_of(change))]
    if losses := [loss for change in losing if (loss := _loss(change))]:
        renames = "; ".join(rename.statement for rename in _renames(changes))
        by_hand = f"if this is a rename, do it in the database: {renames}"
        raise WouldLoseData(losses, _hints(losing, by_hand if renames else ""))


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


def _hints(changes: Sequence[Change], by_hand: str) -> Iterator[str]:
    if by_hand:
        yield by_hand
    for change in changes:
        if isinstance(change, AddColumn | ChangeColumn) and change.needs_backfill:
            yield f"give {change.table}.{change.column.name} a default for old rows, or let it be None"
    yield "to lose it, add --allow-data-loss"


@dataclass(frozen=True, slots=True)
class _Rename:
    """What looks like a drop and a new one; `table` is that of a column."""

    old: str
    new: str
    table: str | None = None

    @property
    def operation(self) -> str:
        if self.table is None:
            return f'op.rename_table("{self.old}", "{self.new}")'
        return f'op.alter_column("{self.table}", "{self.old}", new_column_name="{self.new}")'

    @property
    def statement(self) -> str:
        if self.table is None:
            return f"ALTER TABLE {self.old} RENAME TO {self.new}"
        return f"ALTER TABLE {self.table} RENAME COLUMN {self.old} TO {self.new}"


def _renames(changes: Sequence[Change]) -> Iterator[_Rename]:
    for drop in changes:
        for new in changes:
            match drop, new:
                case DropColumn(), AddColumn() if drop.table == new.table:
                    if type(drop.column_type) is type(new.column.type):
                        yield _Rename(drop.name, new.column.name, drop.table)
                case DropTable(), CreateTable() if drop.columns == set(new.table.columns.keys()):
                    yield _Rename(drop.name, new.table.name)
