"""The competitors: what each is called, how it is started and what is different about it."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
BENCHMARKS: Final = ROOT / "benchmarks"
PEERS: Final = BENCHMARKS / "peers"

_UVICORN: Final = ("-m", "uvicorn", "--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level=warning")
_GUNICORN: Final = ("-m", "gunicorn", "--workers", "3", "--log-level=warning")
"""As many workers as its documentation advises for one core: twice its number, and one."""


class Store(Enum):
    """Where a competitor keeps its rows."""

    POSTGRES = "postgresql"
    SQLITE = "sqlite"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class WebCompetitor:
    """An HTTP server that does the works (a) to (e), or, without a store, (e) alone.

    `prepare` makes its tables and `serve` starts it, both as arguments of its Python, where `{port}` stands for the
    port. `peer` names the folder with its environment; without one it runs in ours. `hidden` are the columns of its
    own that a seeded row needs, with their SQL. `outbox` is its table of messages; with `delivers` it takes them out
    again once a listener in its process had them, and tells how many that were at `/delivered`.
    """

    name: str
    title: str
    store: Store
    prepare: tuple[str, ...]
    serve: tuple[str, ...]
    peer: str | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    hidden: Mapping[str, str] = field(default_factory=dict)
    outbox: str = "outbox"
    delivers: bool = False
    routes: tuple[str, ...] | None = None
    """What to serve instead where routes are counted, if not the same."""

    @property
    def folder(self) -> Path:
        """Where it is started."""
        return PEERS / self.peer if self.peer else ROOT


@dataclass(frozen=True, slots=True)
class BusCompetitor:
    """A module with the class `Bus`, and maybe `Stored`, for `in_process/runner.py`."""

    name: str
    title: str
    module: Path
    peer: str | None = None
    stores: bool = False
    most_handlers: int = 10_000
    """Beyond so many its building takes minutes."""


_ATOMOS_HIDDEN: Final = {"_version": "1", "_created_at": "{now}", "_updated_at": "{now}"}


def _limit(name: str, title: str, store: Store, **environment: str) -> WebCompetitor:
    return WebCompetitor(
        name,
        title,
        store,
        prepare=("-m", "benchmarks.limit.app"),
        serve=(*_UVICORN, "--port={port}", "--factory", "benchmarks.limit.app:create"),
        environment=environment,
        hidden={"version": "1"},
        delivers=bool(environment),
    )


def _atomos(store: Store) -> WebCompetitor:
    return WebCompetitor(
        "atomos",
        "atomos",
        store,
        prepare=("-m", "benchmarks.atomos_app"),
        serve=(*_UVICORN, "--port={port}", "benchmarks.atomos_app:application"),
        hidden=_ATOMOS_HIDDEN,
        outbox="atomos_messages",
        delivers=True,
        routes=(*_UVICORN, "--port={port}", "--factory", "benchmarks.atomos_routes:create"),
    )


def _asgi_peer(name: str, title: str, store: Store = Store.POSTGRES) -> WebCompetitor:
    serve = (*_UVICORN, "--port={port}", "app:app")
    return WebCompetitor(name, title, store, prepare=("app.py",), serve=serve, peer=name)


LIMIT: Final = "limit"
WEB: Final = (
    _limit(LIMIT, "hand-written", Store.POSTGRES),
    _limit("delivering", "hand-written, delivering", Store.POSTGRES, LIMIT_DELIVERS="1"),
    _atomos(Store.POSTGRES),
    _asgi_peer("fastapi", "FastAPI + SQLAlchemy"),
    _asgi_peer("litestar", "Litestar + advanced-alchemy"),
    WebCompetitor(
        "django",
        "Django + Ninja",
        Store.POSTGRES,
        prepare=("app.py",),
        serve=(*_GUNICORN, "--bind=127.0.0.1:{port}", "app:application"),
        peer="django",
        environment={"DJANGO_SETTINGS_MODULE": "settings"},
    ),
    _asgi_peer("blacksheep", "BlackSheep + msgspec", Store.NONE),
    _asgi_peer("falcon", "Falcon + msgspec", Store.NONE),
    _limit(LIMIT, "hand-written", Store.SQLITE),
    _atomos(Store.SQLITE),
)
_IN_PROCESS: Final = BENCHMARKS / "in_process"
BUSES: Final = (
    BusCompetitor(LIMIT, "plain calls", _IN_PROCESS / "limit.py", stores=True),
    BusCompetitor("atomos", "atomos", _IN_PROCESS / "atomos_bus.py", stores=True),
    BusCompetitor("lato", "lato", PEERS / "lato" / "app.py", "lato"),
    BusCompetitor("cqrs", "python-cqrs", PEERS / "cqrs" / "app.py", "cqrs"),
    BusCompetitor("protean", "Protean", PEERS / "protean" / "app.py", "protean", stores=True, most_handlers=1_000),
)
NAMES: Final = tuple(dict.fromkeys(each.name for each in (*WEB, *BUSES)))
TITLES: Final = {each.name: each.title for each in (*BUSES, *WEB)}


def interpreter(peer: str | None) -> Path:
    """The Python that runs a competitor."""
    return environment_of(peer) / "bin" / "python" if peer else Path(sys.executable)


def environment_of(peer: str) -> Path:
    """The folder of a peer's virtual environment."""
    return ROOT / ".venv" / "benchmarks" / peer
