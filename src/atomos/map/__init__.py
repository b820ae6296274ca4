"""The map of a service: messages, handlers, entities and events, and what leads to what."""

from atomos.map.graph import Edge, Graph, Node, Role, draw_graph
from atomos.map.mermaid import as_mermaid
from atomos.map.page import as_page

__all__ = ["Edge", "Graph", "Node", "Role", "as_mermaid", "as_page", "draw_graph"]
