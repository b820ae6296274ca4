"""Ways through a graph of imports."""

from collections import deque
from collections.abc import Callable, Iterable


def shortest_way(start: str, steps: Callable[[str], Iterable[str]], wanted: Callable[[str], bool]) -> tuple[str, ...]:
    """The nodes from `start` to the nearest wanted one behind it, both included; empty if none is."""
    ways: deque[tuple[str, ...]] = deque([(start,)])
    seen = {start}
    while ways:
        way = ways.popleft()
        for node in steps(way[-1]):
            if wanted(node):
                return (*way, node)
            if node not in seen:
                seen.add(node)
                ways.append((*way, node))
    return ()


def knots(nodes: Iterable[str], steps: Callable[[str], Iterable[str]]) -> list[frozenset[str]]:
    """The groups of nodes that all lead to each other, a node that leads to itself included.

    Source: Kosaraju and Sharir, strong connectivity by two searches; here without recursion.
    """
    order: list[str] = []
    seen: set[str] = set()
    for node in nodes:
        _visit(node, steps, seen, order)
    back: dict[str, list[str]] = {}
    for node in order:
        for target in steps(node):
            back.setdefault(target, []).append(node)
    found, assigned = [], set[str]()
    for node in reversed(order):
        group: list[str] = []
        _visit(node, lambda name: back.get(name, ()), assigned, group)
        if len(group) > 1 or (group and node in steps(node)):
            found.append(frozenset(group))
    return found


def _visit(start: str, steps: Callable[[str], Iterable[str]], seen: set[str], order: list[str]) -> None:
    """Append what `start` leads to, and then itself, to `order`: each node after those behind it."""
    if start in seen:
        return
    seen.add(start)
    pending = [(start, iter(steps(start)))]
    while pending:
        node, following = pending[-1]
        step = next((target for target in following if target not in seen), None)
        if step is None:
            order.append(node)
            pending.pop()
        else:
            seen.add(step)
            pending.append((step, iter(steps(step))))
