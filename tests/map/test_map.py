"""The map of a service: what leads to what, as Mermaid and as a picture."""

import re
from dataclasses import dataclass
from itertools import pairwise
from types import FunctionType
from uuid import UUID

import pytest

from atomos import Repository, Search, anyone
from atomos.map import Edge, Graph, Node, Role, as_mermaid, as_page, draw_graph
from atomos.map.layout import HEIGHT, place_boxes
from services import built, module_of, service_of


@dataclass
class Task:
    id: UUID
    title: str


@dataclass(frozen=True)
class Finish:
    task_id: UUID


@dataclass(frozen=True)
class Finished:
    task_id: UUID


@dataclass(frozen=True)
class Tidy:
    task_id: UUID


@dataclass(frozen=True)
class Count:
    pass


def finish(command: Finish, task: Task) -> Finished:
    return Finished(task.id)


def tidy(command: Tidy, task: Task) -> Task:
    return task


def follow(event: Finished) -> Tidy:
    return Tidy(event.task_id)


async def count(query: Count, tasks: Repository[Task]) -> int:
    return await tasks.count()


@pytest.fixture
def graph() -> Graph:
    service = service_of(finish, tidy, follow, count)
    service.offer(Finish, Count, Task, to=anyone)
    return draw_graph(built(service).manifest)


def told(graph: Graph) -> set[tuple[str, str, str]]:
    names = {node.key: node.name for node in graph.nodes}
    return {(names[edge.start], edge.label, names[edge.end]) for edge in graph.edges}


def test_it_shows_what_each_handler_takes_reads_keeps_and_tells(graph: Graph) -> None:
    assert told(graph) == {
        ("Finish", "", "finish"),
        ("finish", "loads", "Task"),
        ("finish", "tells", "Finished"),
        ("Finished", "", "follow"),
        ("follow", "asks for", "Tidy"),
        ("Tidy", "", "tidy"),
        ("tidy", "loads", "Task"),
        ("tidy", "keeps", "Task"),
        ("Count", "", "count"),
        ("count", "asks for", "Task"),
    }


def test_reactions_of_the_same_name_in_several_modules_all_stand_on_it() -> None:
    def after(event: Finished) -> Tidy: ...  # type: ignore[empty-body]  # never run

    other = FunctionType(after.__code__, after.__globals__, "after")
    other.__annotations__ = after.__annotations__
    service = service_of(after, finish)
    service.include(module_of(other))
    assert [node.name for node in draw_graph(built(service).manifest).nodes].count("after") == 2


def test_a_search_is_shown() -> None:
    async def look(query: Count, tasks: Search[Task]) -> int:
        return (await tasks.find()).total

    service = service_of(look)
    service.search(Task, text={"title": 1.0})
    assert ("look", "searches", "Task") in told(draw_graph(built(service).manifest))


def test_it_says_who_may(graph: Graph) -> None:
    assert {node.name: node.note for node in graph.nodes if node.role is Role.COMMAND} == {
        "Finish": "anyone",
        "Tidy": "",
    }


def test_mermaid_has_a_line_for_each_node_and_edge(graph: Graph) -> None:
    lines = as_mermaid(graph).splitlines()
    assert lines[0] == "flowchart LR"
    assert len(lines) == 1 + len(graph.nodes) + len(graph.edges)
    assert any(re.fullmatch(r'  n\d+\[\("Task"\)\]', line) for line in lines)


def test_causes_stand_left_of_their_effects_and_boxes_do_not_overlap(graph: Graph) -> None:
    boxes = place_boxes(graph)
    assert all(boxes[edge.start].x < boxes[edge.end].x for edge in graph.edges)
    places = sorted((box.x, box.y) for box in boxes.values())
    assert all(left[0] != right[0] or right[1] - left[1] >= HEIGHT for left, right in pairwise(places))


def test_a_circle_is_drawn_all_the_same() -> None:
    nodes = tuple(Node(name, name, Role.EVENT) for name in "abc")
    circle = Graph("circle", nodes, (Edge("a", "b"), Edge("b", "c"), Edge("c", "a"), Edge("c", "c")))
    assert len(place_boxes(circle)) == 3


def test_the_page_stands_alone_and_says_the_same_in_a_table(graph: Graph) -> None:
    page = as_page(graph)
    assert "http:" not in page
    assert "https:" not in page
    assert page.count("<tr>") == len(graph.edges) + 1
    assert "<td>action finish</td><td>tells</td><td>event Finished</td>" in page


def test_an_empty_service_has_an_empty_map() -> None:
    graph = draw_graph(built(service_of()).manifest)
    assert (graph.nodes, graph.edges) == ((), ())
    assert "<svg" in as_page(graph)
