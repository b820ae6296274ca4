"""The rooms of the layout, and what a module in each may import."""

import sys
from dataclasses import dataclass
from enum import Enum

from atomos.core.domain import errors


class Room(Enum):
    """Where a module stands; the value names it in messages."""

    DOMAIN = "core/domain"
    USE_CASES = "core/use_cases"
    PORTS_INCOMING = "core/ports/incoming"
    PORTS_OUTGOING = "core/ports/outgoing"
    ADAPTERS_INCOMING = "adapters/incoming"
    ADAPTERS_OUTGOING = "adapters/outgoing"
    MAIN = "main.py"
    ROOT = "the root"
    PACKAGE = "a package around the rooms"


CORE = frozenset({Room.DOMAIN, Room.USE_CASES, Room.PORTS_INCOMING, Room.PORTS_OUTGOING})
PORTS = frozenset({Room.PORTS_INCOMING, Room.PORTS_OUTGOING})
ADAPTERS = frozenset({Room.ADAPTERS_INCOMING, Room.ADAPTERS_OUTGOING})

USE_CASE_NAMES = frozenset({"After", "Envelope", "Page", "Repository", "UnitOfWork"}) | {
    name for name, value in vars(errors).items() if isinstance(value, type) and value.__module__ == errors.__name__
}
"""What a use case may take from atomos: the ports that it works with, and the errors that it ends in."""

_FOLDERS = {tuple(room.value.split("/")): room for room in (*CORE, *ADAPTERS)}
_AROUND = {(), ("core",), ("core", "ports"), ("adapters",)}
_REACHING_OUTSIDE = frozenset({
    "dbm", "ftplib", "http.client", "http.server", "imaplib", "mailbox", "multiprocessing", "poplib", "pty",
    "select", "selectors", "shelve", "shutil", "signal", "smtplib", "socket", "socketserver", "sqlite3",
    "ssl", "subprocess", "tempfile", "urllib.request", "webbrowser", "wsgiref", "xmlrpc",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Permission:
    """What a room may import; `words` say it as the design does."""

    code: str
    words: str
    rooms: frozenset[Room]
    packages: frozenset[str] = frozenset()
    from_atomos: frozenset[str] | None = frozenset()
    """Names that may be taken from atomos; `None` is all of them."""


_DOMAIN = Permission(
    "domain-import",
    "the domain imports the standard library, itself and annotated_types",
    frozenset({Room.DOMAIN}),
    frozenset({"annotated_types"}),
)
_USE_CASES = Permission(
    "use-case-import",
    "a use case imports the domain, outgoing ports and the names that atomos has for it",
    frozenset({Room.USE_CASES, Room.DOMAIN, Room.PORTS_OUTGOING}),
    frozenset({"annotated_types"}),
    USE_CASE_NAMES,
)
_PORTS = Permission(
    "port-import",
    "a port imports the domain and atomos",
    PORTS | {Room.DOMAIN},
    frozenset({"annotated_types"}),
    None,
)
_PACKAGE = Permission(
    "package-import", "every module loads the packages around it, so they import the core at most", CORE
)
PERMISSIONS = {
    Room.DOMAIN: _DOMAIN,
    Room.USE_CASES: _USE_CASES,
    Room.PORTS_INCOMING: _PORTS,
    Room.PORTS_OUTGOING: _PORTS,
    Room.PACKAGE: _PACKAGE,
}
"""The rooms that may import only what is listed; the others may import anything but adapters."""


def room_of(parts: tuple[str, ...]) -> Room | None:
    """The room of a module by its name from the root on; `None` where the layout has no place for it."""
    for length in (3, 2):
        if parts[:length] in _FOLDERS:
            return _FOLDERS[parts[:length]]
    if parts in _AROUND:
        return Room.PACKAGE
    if parts == ("main",):
        return Room.MAIN
    return Room.ROOT if len(parts) == 1 or parts[0] == "config" else None


def adapter_of(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The adapter that a module is of: `("outgoing", "smtp")`; only the side for the package around them."""
    return parts[1:3] if room_of(parts) in ADAPTERS else ()


def is_pure(module: str) -> bool:
    """Whether this is a part of the standard library that reaches no database, network, process or disk."""
    reaches_outside = any(module == name or module.startswith(f"{name}.") for name in _REACHING_OUTSIDE)
    return is_standard(module) and not reaches_outside


def is_standard(module: str) -> bool:
    """Whether a module is a part of the standard library."""
    return module.partition(".")[0] in sys.stdlib_module_names
