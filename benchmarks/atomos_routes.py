"""A service of as many routes as the environment says, each a query of its own."""

import os
import sys
from types import ModuleType

from atomos import Application, Service, Settings, anyone

_HEAD = "from dataclasses import dataclass\n"
_QUERY = """
@dataclass(frozen=True)
class Echo{n}:
    name: str

def echo_{n}(query: Echo{n}) -> str:
    return query.name
"""


def create() -> Application:
    """The application with `BENCHMARK_ROUTES` queries."""
    routes = int(os.environ["BENCHMARK_ROUTES"])
    module = ModuleType("queries_of_the_benchmark")
    sys.modules[module.__name__] = module
    source = _HEAD + "".join(_QUERY.format(n=n) for n in range(routes))
    exec(compile(source, "queries", "exec"), vars(module))  # noqa: S102 - the source stands above
    service = Service("routes")
    service.include(module)
    for n in range(routes):
        service.offer(getattr(module, f"Echo{n}"), to=anyone, at=f"GET /route-{n}/{{name}}")
    return service.build(Settings(database_url="memory://"))
