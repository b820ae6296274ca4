# todo.py
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

@dataclass
class Task:                       # an entity: a mutable dataclass with an id
    id: UUID
    title: str
    done_at: datetime | None = None

@dataclass(frozen=True)
class AddTask:                    # a command: what someone wants
    title: str

@dataclass(frozen=True)
class FinishTask:
    task_id: UUID

@dataclass(frozen=True)
class TaskFinished:               # an event: what happened
    task_id: UUID
    at: datetime

def add_task(command: AddTask, new_id: UUID) -> Task:
    return Task(new_id, command.title)

def finish_task(command: FinishTask, task: Task, now: datetime) -> TaskFinished:
    task.done_at = now
    return TaskFinished(task.id, now)

# ------------------------------------------------ everything above is pure Python
from atomos import Service, anyone

service = Service("todo")
service.include(__name__)
service.offer(AddTask, FinishTask, Task, to=anyone)
