"""The map as a page that stands alone: a picture, and the same as a table for those who do not see it."""

from html import escape

from atomos.map.graph import Edge, Graph, Node
from atomos.map.layout import HEIGHT, MARGIN, WIDTH, Box, place_boxes

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #5b6470; --paper: #fff; --line: #9aa4b1;
  --command: #dbeafe; --query: #e0f2fe; --event: #fef3c7; --action: #dcfce7; --reaction: #fae8ff; --entity: #f3f4f6 }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ee; --soft: #9aa4b1; --paper: #14181d; --line: #5b6470;
  --command: #1e3a5f; --query: #164e63; --event: #5b4a12; --action: #14532d; --reaction: #581c5f; --entity: #2b3038 } }
body { margin: 2rem; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif }
.picture { overflow: auto } svg text { fill: var(--ink); font-size: 13px }
svg .note { fill: var(--soft); font-size: 11px }
svg path { fill: none; stroke: var(--line); stroke-width: 1.3 } svg marker path { fill: var(--line) }
svg rect { stroke: var(--line) } .command { fill: var(--command) } .query { fill: var(--query) }
.event { fill: var(--event) } .action, .query-handler { fill: var(--action) } .reaction { fill: var(--reaction) }
.entity { fill: var(--entity) } table { border-collapse: collapse; margin-top: 2rem }
th, td { text-align: left; padding: .3rem 1.2rem .3rem 0; border-bottom: 1px solid var(--line) }
"""


def as_page(graph: Graph) -> str:
    """One HTML page without anything from elsewhere."""
    title = escape(f"{graph.title}: what leads to what")
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head>'
        f"<body><h1>{title}</h1><div class=picture tabindex=0>{_picture(graph)}</div>{_table(graph)}</body></html>\n"
    )


def _picture(graph: Graph) -> str:
    boxes = place_boxes(graph)
    width = max((box.x for box in boxes.values()), default=0) + WIDTH + MARGIN
    height = max((box.y for box in boxes.values()), default=0) + HEIGHT + MARGIN
    arrow = (
        '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0 8 4 0 8z"/></marker></defs>'
    )
    edges = "".join(_edge(edge, boxes) for edge in graph.edges)
    nodes = "".join(_node(box) for box in boxes.values())
    return (
        f'<svg width="{width:g}" height="{height:g}" role="img" aria-label="the map; the table below says the same">'
        f"{arrow}{edges}{nodes}</svg>"
    )


def _node(box: Box) -> str:
    node, middle = box.node, box.x + WIDTH / 2
    style = node.role.value.replace(" ", "-")
    radius = {"command": 22, "query": 22, "entity": 2}.get(node.role.value, 7)
    name_y = box.y + (20 if node.note else 28)
    note = f'<text class="note" x="{middle:g}" y="{box.y + 36:g}" text-anchor="middle">{escape(node.note)}</text>'
    return (
        f"<g><title>{escape(f'{node.role.value} {node.name}')}</title>"
        f'<rect class="{style}" x="{box.x:g}" y="{box.y:g}" width="{WIDTH}" height="{HEIGHT}" rx="{radius}"/>'
        f'<text x="{middle:g}" y="{name_y:g}" text-anchor="middle">{escape(node.name)}</text>'
        f"{note if node.note else ''}</g>"
    )


def _edge(edge: Edge, boxes: dict[str, Box]) -> str:
    start, end = boxes[edge.start], boxes[edge.end]
    x1, y1 = start.x + WIDTH, start.y + HEIGHT / 2
    x2, y2 = end.x, end.y + HEIGHT / 2
    bend = max(abs(x2 - x1) / 2, 30)
    way = f"M{x1:g} {y1:g}C{x1 + bend:g} {y1:g} {x2 - bend:g} {y2:g} {x2:g} {y2:g}"
    return f'<path d="{way}" marker-end="url(#arrow)"><title>{escape(edge.label)}</title></path>'


def _table(graph: Graph) -> str:
    names = {node.key: node for node in graph.nodes}
    rows = "".join(
        f"<tr><td>{_named(names[edge.start])}</td><td>{escape(edge.label or 'goes to')}</td>"
        f"<td>{_named(names[edge.end])}</td></tr>"
        for edge in graph.edges
    )
    return f"<table><thead><tr><th>from</th><th></th><th>to</th></tr></thead><tbody>{rows}</tbody></table>"


def _named(node: Node) -> str:
    return escape(f"{node.role.value} {node.name}")
