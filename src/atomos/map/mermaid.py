"""The map as Mermaid, for Markdown that draws it.

Source: https://mermaid.js.org/syntax/flowchart.html
"""

from atomos.map.graph import Graph, Role

_SHAPES = {
    Role.COMMAND: ("([", "])"),
    Role.QUERY: ("([", "])"),
    Role.EVENT: (">", "]"),
    Role.ACTION: ("[", "]"),
    Role.ANSWER: ("[", "]"),
    Role.REACTION: ("[", "]"),
    Role.ENTITY: ("[(", ")]"),
}


def as_mermaid(graph: Graph) -> str:
    """A flowchart from left to right."""
    keys = {node.key: f"n{number}" for number, node in enumerate(graph.nodes)}
    lines = ["flowchart LR"]
    for node in graph.nodes:
        left, right = _SHAPES[node.role]
        lines.append(f'  {keys[node.key]}{left}"{node.name}"{right}')
    for edge in graph.edges:
        label = f"|{edge.label}|" if edge.label else ""
        lines.append(f"  {keys[edge.start]} -->{label} {keys[edge.end]}")
    return "\n".join(lines)
