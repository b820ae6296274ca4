"""Which rules a handler asks its repositories, so that one that cannot be compiled is told at build time."""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from types import FunctionType

from atomos.core.domain.entity import EntityType
from atomos.core.ports.incoming.handler import Collection, Handler, Searching
from atomos.core.service.model import Model

_ASKING = frozenset({"find", "first", "count", "exists"})


def rules_asked(handler: Handler, model: Model) -> None:
    """Compile every rule that the handler's source names in a call such as `tasks.find(is_open)`. Raises: Faulty.

    What the source does not show (a rule chosen while running) is compiled when it is first asked.
    """
    asked = (Collection, Searching)
    repositories = {need.parameter: need.entity for need in handler.needs if isinstance(need, asked)}
    if not repositories:
        return
    for entity, rule in _calls(handler.function, repositories):
        model.rule(entity, rule)


def _calls(
    function: Callable[..., object], repositories: dict[str, EntityType]
) -> Iterator[tuple[EntityType, FunctionType]]:
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError):
        return
    names = inspect.unwrap(function).__globals__
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _ASKING:
            receiver = node.func.value
            entity = repositories.get(receiver.id) if isinstance(receiver, ast.Name) else None
            for argument in node.args if entity else ():
                rule = names.get(argument.id) if isinstance(argument, ast.Name) else None
                if entity and isinstance(rule, FunctionType):
                    yield entity, rule
