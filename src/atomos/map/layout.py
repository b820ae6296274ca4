"""Places the nodes of a map in columns, in the direction in which things happen."""

from dataclasses import dataclass

from atomos.map.graph import Graph, Node

WIDTH, HEIGHT = 210, 46
COLUMN_GAP, ROW_GAP = 90, 18
MARGIN = 24
_PASSES = 4


@dataclass(frozen=True, slots=True)
class Box:
    """A node with its place in pixels."""

    node: Node
    x: float
    y: float


def place_boxes(graph: Graph) -> dict[str, Box]:
    """The boxes by the keys of their nodes."""
    columns = _columns(graph)
    _untangle(columns, graph)
    tallest = max((len(column) for column in columns), default=0)
    boxes = {}
    for number, column in enumerate(columns):
        top = MARGIN + (tallest - len(column)) * (HEIGHT + ROW_GAP) / 2
        for row, node in enumerate(column):
            x = MARGIN + number * (WIDTH + COLUMN_GAP)
            boxes[node.key] = Box(node, x, top + row * (HEIGHT + ROW_GAP))
    return boxes


def _columns(graph: Graph) -> list[list[Node]]:
    """Each node stands right of what leads to it; in a circle, the way back is not counted."""
    starts: dict[str, list[str]] = {node.key: [] for node in graph.nodes}
    for edge in graph.edges:
        starts[edge.end].append(edge.start)
    ranks: dict[str, int] = {}

    def rank(key: str, above: frozenset[str]) -> int:
        if key not in ranks:
            before = [rank(start, above | {key}) for start in starts[key] if start not in above and start != key]
            ranks[key] = max(before, default=-1) + 1
        return ranks[key]

    columns: list[list[Node]] = []
    for node in graph.nodes:
        number = rank(node.key, frozenset())
        columns += [[] for _ in range(number + 1 - len(columns))]
        columns[number].append(node)
    return columns


def _untangle(columns: list[list[Node]], graph: Graph) -> None:
    """Sort each column by the mean place of its neighbours, a few times over.

    Source: the barycenter method of Sugiyama, Tagawa and Toda (1981), for drawing layered graphs.
    """
    near: dict[str, list[str]] = {node.key: [] for node in graph.nodes}
    for edge in graph.edges:
        near[edge.start].append(edge.end)
        near[edge.end].append(edge.start)
    places = {node.key: row / len(column) for column in columns for row, node in enumerate(column)}
    for number in range(_PASSES):
        for column in columns if number % 2 else reversed(columns):
            column.sort(key=lambda node: _mean([places[key] for key in near[node.key]], places[node.key]))
            places |= {node.key: row / len(column) for row, node in enumerate(column)}


def _mean(values: list[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
