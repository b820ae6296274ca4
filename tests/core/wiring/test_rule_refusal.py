"""What no store could answer is refused, with a reason and a way out."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import wraps
from types import SimpleNamespace
from typing import Any

import pytest

from atomos.core.domain.generated import compile_function
from atomos.core.wiring.entity import read_entity
from atomos.core.wiring.fault import Faulty
from atomos.core.wiring.rule import compile_rule


class Stage(Enum):
    DRAFT = "draft"
    LIVE = "live"


class Size(Enum):
    SMALL = "small"


@dataclass(frozen=True)
class Place:
    city: str
    zone: str | None


@dataclass
class Task:
    id: int
    title: str
    note: str | None
    stage: Stage
    size: Size
    count: int
    score: float
    price: Decimal
    due_at: datetime
    due_on: date
    starts: time
    done: bool
    sure: bool | None
    tags: list[str]
    notes: list[str | None]
    places: list[Place]
    place: Place | None

    def is_late(self) -> bool:
        return self.done

    @classmethod
    def made(cls) -> "Task":
        raise NotImplementedError

    def again(self) -> bool:
        return self.again()


@dataclass
class Chore(Task):
    def is_late(self) -> bool:
        return not self.done


def open_ended(*tasks: Task) -> bool:
    return True


TASK = read_entity(Task)
settings = SimpleNamespace(least=3)
LAST = datetime.max.replace(tzinfo=UTC)
EARLY = time(1, tzinfo=UTC)
FIRST = date(2020, 1, 1)


def rule_of(body: str) -> Callable[..., bool]:
    source = f"def rule(task: Task, other: Task, now: datetime) -> bool:\n    {body}\n"
    names = {name: value for name, value in globals().items() if not name.startswith("__")}
    return compile_function(source, "rule", {**names, "__name__": __name__}, "rule of a test")


def refused(function: Callable[..., Any]) -> tuple[str, str, str]:
    with pytest.raises(Faulty) as caught:
        compile_rule(function, TASK)
    [fault] = caught.value.faults
    return fault.code, fault.message, fault.hint


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("return task.note < 'a'", "rule-none"),
        ("return 'a' in task.note", "rule-none"),
        ("return task.note.startswith('a')", "rule-none"),
        ("return task.place.city == 'a'", "rule-none"),
        ("return task.sure", "rule-none"),
        ("return task.note in task.notes", "rule-none"),
        ("return task.note is not None or task.note < 'a'", "rule-none"),
        ("return not (task.note is not None and task.done) and task.note < 'a'", "rule-none"),
        ("return task.title", "rule-truth"),
        ("return not task.count", "rule-truth"),
        ("return task.place and task.done", "rule-truth"),
        ("return task.note or task.done", "rule-truth"),
        ("return 3", "rule-truth"),
        ("return task.count == 1.5", "rule-kinds"),
        ("return task.score == task.count", "rule-kinds"),
        ("return task.price == 1.5", "rule-kinds"),
        ("return task.score < 2 ** 53", "rule-form"),
        ("return task.score < 9007199254740993", "rule-kinds"),
        ("return task.title == 1", "rule-kinds"),
        ("return task.done == 1", "rule-kinds"),
        ("return task.stage == 'draft'", "rule-kinds"),
        ("return task.stage == task.size", "rule-kinds"),
        ("return 1 < 'a'", "rule-kinds"),
        ("return task.stage < Stage.LIVE", "rule-order"),
        ("return task.count is task.count", "rule-is"),
        ("return task.score < math.nan", "rule-value"),
        ("return task.score < math.inf", "rule-value"),
        ("return task.price < Decimal('NaN')", "rule-value"),
        ("return task.count < 9223372036854775808", "rule-value"),
        ("return task.due_at < datetime(2020, 1, 1)", "rule-value"),
        ("return task.due_at == LAST", "rule-value"),
        ("return task.due_on < date.max", "rule-value"),
        ("return task.title == 'a\\0'", "rule-value"),
        ("return task.title == '\\ud800'", "rule-value"),
        ("return task.title == {}", "rule-form"),
        ("return task.title == settings", "rule-value"),
        ("return task.count > settings.least", "rule-attribute"),
        ("return task.place == other.place", "rule-nested"),
        ("return task == other", "rule-subject"),
        ("return task.tags == ['a']", "rule-nested"),
        ("return task.title == ('a', 'b')", "rule-several"),
        ("return (task.done and now == now) < True", "rule-condition-as-value"),
        ("return task.title in 3", "rule-in"),
        ("return 'a' in task", "rule-in"),
        ("return task", "rule-truth"),
        ("return (task.done, True)", "rule-truth"),
        ("return (task.title, task.note).city == 'a'", "rule-attribute"),
        ("return task.missing()", "rule-attribute"),
        ("return task.made() == task", "rule-attribute"),
        ("return task.due_at < FIRST", "rule-kinds"),
        ("return task.due_at < task.due_on", "rule-kinds"),
        ("return task.starts < EARLY", "rule-value"),
        ("return task.title.lower() < task.count", "rule-kinds"),
        ("return task.done()", "rule-call"),
        ("return open_ended(task)", "rule-call"),
        ("return task.count in task.count", "rule-text"),
        ("return 'a' in task.stage", "rule-text"),
        ("return task.place in task.places", "rule-in"),
        ("return task.titel == 'a'", "rule-attribute"),
        ("return task.due_at.year == 2020", "rule-attribute"),
        ("return task.stage.name == 'DRAFT'", "rule-attribute"),
        ("return Stage.GONE == task.stage", "rule-attribute"),
        ("return task.is_late", "rule-call"),
        ("return task.title.casefold() == 'a'", "rule-call"),
        ("return task.title.startswith('a', 1)", "rule-call"),
        ("return task.title.startswith(prefix='a')", "rule-attribute"),
        ("return len(task.title) > 3", "rule-call"),
        ("return bool(task.title)", "rule-call"),
        ("return str(task.count) == 'a'", "rule-call"),
        ("return Decimal('x') == task.price", "rule-call"),
        ("return any(*task.tags)", "rule-call"),
        ("return task.is_late(1)", "rule-call"),
        ("return task.again()", "rule-recursion"),
        ("return rule(task, other, now)", "rule-recursion"),
        ("return missing == task.title", "rule-name"),
        ("if task.done: x = 1\n    return x == task.count", "rule-name"),
        ("return task.count + 1 == 3", "rule-form"),
        ("return -task.count == 3", "rule-form"),
        ("return task.tags[0] == 'a'", "rule-form"),
        ("return any(tag == 'a' for tag in task.tags)", "rule-form"),
        ("return (lambda: True)()", "rule-form"),
        ("return f'{task.title}' == 'a'", "rule-form"),
        ("return (x := task.done)", "rule-form"),
        ("for tag in task.tags: return True", "rule-form"),
        ("def inner() -> bool: return True\n    return inner()", "rule-form"),
        ("task.done = True\n    return True", "rule-form"),
        ("x, y = 1, 2\n    return x < y", "rule-form"),
        ("import os\n    return True", "rule-form"),
        ("return", "rule-form"),
        ("if task.done: return True", "rule-return"),
        ("pass", "rule-return"),
    ],
)
def test_what_has_no_compiled_form_is_refused(body: str, code: str) -> None:
    found, message, hint = refused(rule_of(body))
    assert found == code, message
    assert message.endswith("`")
    assert hint


def test_hints_tell_what_to_write() -> None:
    assert refused(rule_of("return task.title"))[2] == 'write `title != ""`'
    assert refused(rule_of("return task.note or False"))[2] == "write `note is not None`"
    assert refused(rule_of("return len(task.title) > 0"))[2] == 'compare with the empty value: `x != ""`'


def test_a_method_that_a_variant_overrides_is_refused() -> None:
    def late(task: Task) -> bool:
        return task.is_late()

    compile_rule(late, TASK)
    with pytest.raises(Faulty, match="Chore has a `is_late` of its own"):
        compile_rule(late, read_entity(Task, variants=[Chore]))


def test_what_is_no_plain_function_is_refused() -> None:
    def decorate(function: Callable[..., bool]) -> Callable[..., bool]:
        @wraps(function)
        def wrapper(task: Task) -> bool:
            return function(task)

        return wrapper

    @decorate
    def decorated(task: Task) -> bool:
        return task.done

    async def waiting(task: Task) -> bool:
        return task.done

    assert refused(lambda task: True)[0] == "rule-lambda"
    assert refused(decorated)[0] == "rule-not-a-function"
    assert refused(waiting)[0] == "rule-not-a-function"
    assert refused(Task)[0] == "rule-not-a-function"
    assert refused(eval("sourceless", _sourceless()))[0] == "rule-without-source"


def _sourceless() -> dict[str, Any]:
    names: dict[str, Any] = {"Task": Task, "__name__": __name__}
    exec("def sourceless(task: Task) -> bool: return True", names)
    return names


def test_all_faults_of_a_signature_are_reported_together() -> None:
    def odd(*values: int, now=None) -> int:  # type: ignore[no-untyped-def]
        return 3

    with pytest.raises(Faulty) as caught:
        compile_rule(odd, TASK)  # type: ignore[arg-type]  # the fault in question
    assert [fault.message.split(": ", 1)[-1].removeprefix(odd.__qualname__) for fault in caught.value.faults] == [
        " does not say that it returns bool",
        "`*values: int` cannot be given by name",
        "now has no annotation",
        " has no parameter for a Task",
    ]


def test_a_default_is_refused() -> None:
    def older(task: Task, count: int = 3) -> bool:
        return task.count > count

    assert refused(older)[:1] == ("rule-parameter",)


def test_several_possible_subjects_are_refused() -> None:
    def alike(one: Task, two: Task) -> bool:
        return one.title == two.title

    assert refused(alike)[2] == "call the one in question `task`"


def test_an_annotation_that_cannot_be_found_is_refused() -> None:
    def lost(task: "Nothing") -> bool:  # type: ignore[name-defined]  # noqa: F821 - the fault in question
        return True

    assert refused(lost)[0] == "rule-annotation"
    assert math.isfinite(settings.least)
