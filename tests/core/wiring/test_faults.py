"""What is wrong with a service is told when it is built: everything, with place, path and hint."""

from collections.abc import Iterator
from dataclasses import dataclass, make_dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

import pytest

from atomos import Fault, Faulty, Repository, Service, UnitOfWork, anyone
from services import built, module_of, service_of


@dataclass
class Task:
    id: UUID
    title: str
    slug: str = ""


@dataclass
class List:
    id: UUID
    slug: str = ""


@dataclass(frozen=True)
class Finish:
    task_id: UUID


@dataclass(frozen=True)
class Open:
    slug: str


class Mailer(Protocol):
    async def send(self, text: str) -> None: ...


class Printer(Protocol):
    def print(self, text: str) -> None: ...


def faults_of(service: Service) -> dict[str, Fault]:
    with pytest.raises(Faulty) as raised:
        built(service)
    return {fault.code: fault for fault in raised.value.faults}


def test_a_parameter_that_nothing_meets_is_told_with_its_path_and_a_hint() -> None:
    def finish(command: Finish, printer: Printer) -> None: ...

    fault = faults_of(service_of(finish))["unknown-parameter"]
    assert "finish: nothing is known for printer: Printer" in fault.message
    assert fault.hint == "service.provide(Printer, …), or give the parameter a default"
    assert fault.path == ("finish(command: Finish)", "printer: Printer")


def test_a_wrong_type_for_a_value_of_the_moment_is_told_with_the_right_one() -> None:
    def finish(command: Finish, now: str) -> None: ...

    assert faults_of(service_of(finish))["unknown-parameter"].hint == "write `now: datetime`"


def test_a_wrong_name_for_a_value_of_the_moment_is_told_with_the_right_one() -> None:
    def finish(command: Finish, when: datetime) -> None: ...

    hint = faults_of(service_of(finish))["unknown-parameter"].hint
    assert hint == "the datetime that can be asked for is called `now`"


def test_a_parameter_without_annotation_is_told() -> None:
    def finish(command: Finish, thing) -> None: ...  # type: ignore[no-untyped-def]

    assert "has no annotation" in faults_of(service_of(finish))["unknown-parameter"].message


def test_a_message_without_annotation_is_told() -> None:
    def finish(command) -> None: ...  # type: ignore[no-untyped-def]

    fault = faults_of(service_of(finish))["message-type"]
    assert fault.hint == "write `command: Finish` with a frozen dataclass"


def test_an_entity_that_the_message_does_not_name_is_told_with_the_ways_to_name_it() -> None:
    def finish(command: Open, task: Task) -> None: ...

    service = service_of(finish)
    service.entity(Task, unique=["title"])
    fault = faults_of(service)["entity-without-key"]
    assert fault.hint == "give Open one of the fields task_id, task_title, title"


def test_a_bare_unique_field_names_no_entity_where_two_could_be_meant() -> None:
    def finish(command: Open, task: Task, other: List) -> None: ...

    service = service_of(finish)
    service.entity(Task, unique=["slug"])
    service.entity(List, unique=["slug"])
    assert "slug" not in faults_of(service)["entity-without-key"].hint.split(", ")


def test_a_plain_function_with_an_asynchronous_port_is_told() -> None:
    def finish(command: Finish, mailer: Mailer, tasks: Repository[Task], uow: UnitOfWork) -> None: ...

    service = service_of(finish)
    service.provide(Mailer, object())
    with pytest.raises(Faulty) as raised:
        built(service)
    told = [fault.message for fault in raised.value.faults if fault.code == "sync-function-async-port"]
    assert [message.split(", and ")[1].split(":")[0] for message in told] == ["mailer", "tasks", "uow"]


def test_parameters_that_cannot_be_given_by_name_are_told() -> None:
    def finish(command: Finish, /) -> None: ...

    fault = faults_of(service_of(finish))["positional-only"]
    assert fault.hint == "remove the `/`: parameters are given by name"


def test_an_adapter_that_cannot_be_read_is_told_like_a_handler() -> None:
    class Letters:
        def __init__(self, printer: Printer, /) -> None: ...

        async def send(self, text: str) -> None: ...

    service = service_of()
    service.provide(Mailer, Letters)
    assert "Letters has positional-only parameters" in faults_of(service)["positional-only"].message


def test_two_actions_for_one_command_are_told_with_both_places() -> None:
    def one(command: Finish) -> None: ...
    def two(command: Finish) -> None: ...

    fault = faults_of(service_of(one, two))["double-handler"]
    assert fault.message == "one and two all handle Finish"
    assert len(fault.path) == 2


def test_a_type_that_is_command_and_event_is_told() -> None:
    def do(command: Finish) -> None: ...
    def follow(event: Finish) -> None: ...

    assert "command of do and event of follow" in faults_of(service_of(do, follow))["mixed-message"].message


def test_an_offer_that_nothing_handles_is_told() -> None:
    service = service_of()
    service.offer(Finish, to=anyone)
    assert "no action or query handles it" in faults_of(service)["message-without-handler"].message


def test_an_offer_without_a_policy_is_told() -> None:
    def finish(command: Finish) -> None: ...

    service = service_of(finish)
    service.offer(Finish)
    assert "to=anyone" in faults_of(service)["offer-without-policy"].hint


def test_an_offer_made_twice_is_told() -> None:
    def finish(command: Finish) -> None: ...

    service = service_of(finish)
    service.offer(Finish, to=anyone)
    service.offer(Finish, to=anyone)
    assert "double-offer" in faults_of(service)


def test_where_on_a_message_is_told() -> None:
    def finish(command: Finish) -> None: ...

    service = service_of(finish)
    service.offer(Finish, to=anyone, where=untitled)
    assert "where-on-message" in faults_of(service)


def test_a_query_of_entities_that_are_not_offered_is_told() -> None:
    def find(query: Finish) -> Task | None: ...

    service = service_of(find)
    service.offer(Finish, to=anyone)
    assert "as_=" in faults_of(service)["query-without-shape"].hint


def test_a_shape_with_a_field_that_the_entity_lacks_is_told() -> None:
    @dataclass(frozen=True)
    class Shown:
        colour: str

    service = service_of()
    service.offer(Task, to=anyone, as_=Shown)
    assert faults_of(service)["shape-field"].message == "Shown shows colour, which Task does not have"


def test_a_reaction_that_asks_for_an_actor_is_told() -> None:
    def follow(event: Open, actor: str) -> None: ...

    assert "it follows Open" in faults_of(service_of(follow))["absent-actor"].message


def test_a_returned_command_whose_action_asks_for_an_actor_is_told() -> None:
    def follow(event: Open) -> Finish:
        return Finish(UUID(int=1))

    def finish(command: Finish, actor: str) -> None: ...

    assert "Finish is returned by a handler" in faults_of(service_of(follow, finish))["absent-actor"].message


def test_a_repository_of_a_variant_is_told() -> None:
    @dataclass
    class Chore(Task):
        pass

    async def tidy(command: Open, tasks: Repository[Task], chores: Repository[Chore]) -> None: ...

    assert (
        faults_of(service_of(tidy))["variant-repository"].hint == "ask for Repository[Task], and keep what is a Chore"
    )


def test_a_handler_with_a_fault_of_its_own_is_not_told_to_be_missing() -> None:
    def finish(command: Finish, printer: Printer) -> None: ...

    service = service_of(finish)
    service.offer(Finish, to=anyone)
    assert set(faults_of(service)) == {"unknown-parameter"}


def test_an_actor_that_cannot_be_recognised_is_told() -> None:
    def finish(command: Finish, actor: Mailer | None) -> None: ...

    assert faults_of(service_of(finish))["actor-protocol"].hint == "write @runtime_checkable above Mailer"


def test_a_policy_over_an_actor_that_cannot_be_recognised_is_told() -> None:
    def finish(command: Finish) -> None: ...
    def writes(actor: Mailer) -> bool: ...  # type: ignore[empty-body]  # never run

    service = service_of(finish)
    service.offer(Finish, to=writes)
    assert faults_of(service)["actor-protocol"].message == (
        "writes: actor: Mailer is a protocol that no actor can be compared with"
    )


def test_a_handler_that_yields_is_told() -> None:
    def finish(command: Finish) -> Iterator[Open]:
        yield Open("x")

    fault = faults_of(service_of(finish))["generator-handler"]
    assert fault.message == "finish yields, and a handler returns what happened"


def test_a_plain_value_that_an_action_returns_is_told() -> None:
    def finish(command: Finish) -> tuple[Open, int] | None: ...

    assert faults_of(service_of(finish))["lost-return"].message == (
        "finish returns int, which is no entity, event or command"
    )


def test_a_reaction_to_several_events_is_told_to_be_several_functions() -> None:
    def follow(event: Finish | Open) -> None: ...

    fault = faults_of(service_of(follow))["message-type"]
    assert fault.message == "follow: event is Finish | Open, which is no dataclass"
    assert fault.hint == "write a function for each of Finish, Open"


def test_an_offered_function_is_told_with_its_message() -> None:
    def finish(command: Finish) -> None: ...

    service = service_of(finish)
    service.offer(finish, to=anyone)  # type: ignore[arg-type]  # the point of it
    assert faults_of(service)["message-without-handler"].hint == (
        "offer the message, not the function: service.offer(Finish, …)"
    )


def test_a_repository_of_what_is_no_entity_is_told() -> None:
    async def finish(command: Finish, opens: Repository[Open]) -> None: ...

    fault = faults_of(service_of(finish))["unknown-entity"]
    assert fault.message == "finish: opens: Repository[Open] is not one of an entity"


def test_a_repository_of_nothing_in_particular_is_told() -> None:
    async def finish(command: Finish, tasks: Repository) -> None: ...  # type: ignore[type-arg]  # the point of it

    assert faults_of(service_of(finish))["unknown-parameter"].hint == "say of which entity: `tasks: Repository[…]`"


def test_what_is_said_of_a_variant_is_told() -> None:
    @dataclass
    class Chore(Task):
        pass

    def finish(command: Finish, task: Task) -> Chore:
        return Chore(task.id, "")

    service = service_of(finish)
    service.entity(Chore, unique="title")
    assert faults_of(service)["variant-options"].message == (
        "service.entity(Chore, …) has no effect: it is a variant of Task"
    )


def test_entities_and_messages_of_the_same_name_are_told() -> None:
    first, second = make_dataclass("Plan", [("id", UUID)]), make_dataclass("Plan", [("id", UUID)])
    started, begun = make_dataclass("Started", [], frozen=True), make_dataclass("Started", [], frozen=True)

    def one(event: started) -> first: ...  # type: ignore[valid-type]  # made here
    def two(event: begun) -> second: ...  # type: ignore[valid-type]  # made here

    with pytest.raises(Faulty) as raised:
        built(service_of(one, two))
    assert [fault.message.split(" ", 3)[-1] for fault in raised.value.faults if fault.code == "shared-name"] == [
        "would share the table plans",
        "are both called Started",
    ]


def untitled(task: Task) -> bool:
    return task.title == ""


def too_clever(task: Task) -> bool:
    return task.title.translate({}) == ""


def stranger(who: str, task: Task) -> bool:
    return task.title == who


def test_a_rule_that_cannot_be_compiled_is_told_with_its_line() -> None:
    service = service_of()
    service.offer(Task, to=anyone, where=too_clever)
    fault = next(iter(faults_of(service).values()))
    assert fault.code.startswith("rule-")
    assert "test_faults.py:" in fault.place
    assert "translate" in fault.message


def test_a_rule_that_a_handler_asks_with_is_compiled_at_build_time() -> None:
    async def finish(command: Finish, tasks: Repository[Task]) -> None:
        await tasks.find(too_clever)

    assert any(code.startswith("rule-") for code in faults_of(service_of(finish)))


def test_a_policy_with_a_parameter_that_nothing_meets_is_told() -> None:
    def finish(command: Finish, task: Task) -> None: ...

    service = service_of(finish)
    service.offer(Finish, to=stranger)
    assert "command, task" in faults_of(service)["policy-parameter"].hint.replace("task, command", "command, task")


def test_a_limit_on_reading_may_ask_for_the_moment_only() -> None:
    service = service_of()
    service.offer(Task, to=anyone, where=stranger)
    assert faults_of(service)["policy-parameter"].hint.endswith("actor, now, today")


def test_a_module_that_is_not_there_is_told() -> None:
    service = Service("tested")
    service.include("no.such.module")
    assert "there is no module no.such.module" in faults_of(service)["unknown-module"].message


def test_an_unknown_name_in_an_annotation_is_told() -> None:
    def finish(command: "Nowhere") -> None: ...  # type: ignore[name-defined]  # noqa: F821 - the point of it

    assert "Nowhere" in faults_of(service_of(finish))["unknown-annotation"].message


def test_all_faults_are_told_together_in_one_text() -> None:
    def one(command: Finish, printer: Printer) -> None: ...
    def two(command: Open, now: str) -> None: ...

    with pytest.raises(Faulty) as raised:
        built(service_of(one, two))
    assert len(raised.value.faults) == 2
    assert str(raised.value).count("hint:") == 2


def test_warnings_do_not_keep_a_service_from_being_built() -> None:
    def finish(command: Finish, task: Task) -> Open:
        return Open(task.slug)

    app = built(service_of(finish))
    assert [warning.code for warning in app.warnings] == ["event-without-reaction", "unreachable-action"]


def test_discovery_tells_why_a_function_is_a_handler_or_is_not() -> None:
    def finish(command: Finish) -> None: ...
    def _hidden(command: Finish) -> None: ...
    def helper(text: str) -> str:
        return text

    service = Service("tested")
    service.include(module_of(finish, _hidden, helper))
    service.offer(Finish, to=anyone)
    found = {finding.name: (finding.verdict, finding.reason) for finding in built(service).manifest.findings}
    assert found == {
        "finish": ("hit", "its first parameter is called command: an action"),
        "_hidden": ("excluded", "its name begins with an underscore"),
        "helper": ("miss", "its first parameter is called text, not command, query or event"),
    }
