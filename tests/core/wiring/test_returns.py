"""What a handler promises, read from its annotation."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from atomos.core.wiring.entity import read_entity
from atomos.core.wiring.returns import read_returns
from atomos.core.wiring.signature import MISSING


@dataclass(frozen=True)
class Finished:
    task_id: UUID


@dataclass
class Task:
    id: UUID


TASK = read_entity(Task)


@pytest.mark.parametrize(
    ("annotation", "entities", "messages"),
    [
        (MISSING, (), ()),
        (None, (), ()),
        (Task, (TASK,), ()),
        (tuple[Task, Finished], (TASK,), (Finished,)),
        (list[Task | Finished] | None, (TASK,), (Finished,)),
        (tuple[Finished, ...], (), (Finished,)),
    ],
)
def test_entities_and_messages_are_told_apart_wherever_they_stand(
    annotation: Any, entities: tuple[Any, ...], messages: tuple[type, ...]
) -> None:
    read = read_returns(annotation, {Task: TASK})
    assert (read.entities, read.messages) == (entities, messages)
